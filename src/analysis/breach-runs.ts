/** Finds runs of datapoints that breach an alarm's threshold. */
import type { MetricPoint } from './timeline.ts';
import { breaches, type TriggerRule } from './tracked-metric.ts';

/** Breaching datapoints with no more gaps between them than the alarm tolerates. */
export interface BreachRun {
  readonly first: MetricPoint;
  readonly last: MetricPoint;
  /** Datapoints over the threshold in the run. */
  readonly breaching: number;
  /**
   * End of the first datapoint that completes `datapointsToAlarm` breaches within `evaluationPeriods`, local
   * epoch ms; null when none does.
   */
  readonly reachedMs: number | null;
}

/**
 * All runs, in order. An alarm of M out of N datapoints tolerates N - M that do not breach, or are missing;
 * more of them in a row end the run.
 *
 * @param points in time order.
 */
export function breachRuns(rule: TriggerRule, points: readonly MetricPoint[]): BreachRun[] {
  const tolerated = Math.max(0, rule.evaluationPeriods - rule.datapointsToAlarm);
  const runs: MetricPoint[][] = [];
  for (const point of points) {
    if (!breaches(rule, point)) continue;
    const run = runs.at(-1);
    const previous = run?.at(-1);
    if (run !== undefined && previous !== undefined) {
      const gap = Math.round(periodsBetween(previous, point)) - 1;
      if (gap <= tolerated) {
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
