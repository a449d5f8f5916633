/** Stretches of datapoints that breach an alarm's threshold. */
import type { MetricPoint } from './timeline.ts';
import { breaches, type TriggerRule } from './tracked-metric.ts';

/** Breaching datapoints with no more holes between them than the alarm forgives. */
export interface BreachRun {
  readonly first: MetricPoint;
  readonly last: MetricPoint;
  /** Datapoints over the threshold in the run. */
  readonly breaching: number;
  /**
   * End of the datapoint with which `datapointsToAlarm` of some `evaluationPeriods` in a row breached,
   * local epoch ms; null when that never was.
   */
  readonly reachedMs: number | null;
}

/**
 * All runs, in order. An alarm of M out of N datapoints forgives N - M that do not breach (or are
 * missing) in a row of N; more than that in a row ends the run.
 *
 * @param points in the order of time.
 */
export function breachRuns(rule: TriggerRule, points: readonly MetricPoint[]): BreachRun[] {
  const forgiven = Math.max(0, rule.evaluationPeriods - rule.datapointsToAlarm);
  const runs: MetricPoint[][] = [];
  for (const point of points) {
    if (!breaches(rule, point)) continue;
    const run = runs.at(-1);
    const previous = run?.at(-1);
    if (run !== undefined && previous !== undefined) {
      const holes = Math.round(periodsBetween(previous, point)) - 1;
      if (holes <= forgiven) {
        run.push(point);
        continue;
      }
    }
    runs.push([point]);
  }
  return runs.map((run) => ({
    first: run[0]!,
    last: run.at(-1)!,
    breaching: run.length,
    reachedMs: reachedMs(rule, run),
  }));
}

function reachedMs(rule: TriggerRule, run: readonly MetricPoint[]): number | null {
  const needed = Math.max(1, rule.datapointsToAlarm);
  const last = run.find((point, index) => {
    const first = run[index - needed + 1];
    return first !== undefined && Math.round(periodsBetween(first, point)) < rule.evaluationPeriods;
  });
  return last?.endMs ?? null;
}

function periodsBetween(earlier: MetricPoint, later: MetricPoint): number {
  const periodMs = earlier.endMs - earlier.startMs;
  return periodMs > 0 ? (later.startMs - earlier.startMs) / periodMs : Number.POSITIVE_INFINITY;
}
