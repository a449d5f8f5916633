/** How many instances the load asked for under the policy, and since when: what an endpoint is answerable for. */
import { breachRuns } from './breach-runs.ts';
import { countedPoints, surelyInService } from './instance-counts.ts';
import type { ScalingEvidence } from './scaling-evidence.ts';
import type { Span } from './span.ts';
import { summedOver } from './summed-series.ts';
import type { MetricPoint } from './timeline.ts';
import { requestsPerSecond, seriesOf, type TriggerRule } from './tracked-metric.ts';

export interface Demand {
  /** Most instances asked for, for as long as the alarm wants to see it. */
  readonly most: number;
  /**
   * Since when that many were asked for, local epoch ms: the end of the first period of the run that
   * satisfies the alarm, as the trigger is dated. Null when they never were.
   */
  readonly since: (instances: number) => number | null;
  /** Rate above which the policy asks for that many, requests/s; null where it counts no requests. */
  readonly rateFor: (instances: number) => number | null;
}

/**
 * Target tracking sets ceil(instances x metric / target), so it asks for n instances while the metric of
 * all of them together is above (n - 1) x target.
 *
 * @returns null where no rule, or no datapoint that tells of the load, is known, and for a step policy.
 */
export function demandOf(evidence: ScalingEvidence, loadSpan: Span | null): Demand | null {
  const rule = evidence.outRule;
  if (rule === null || loadSpan === null || !(rule.threshold > 0)) return null;
  // A step policy asks for what its steps say, whatever the load needs.
  if (rule.isStep === true) return null;
  const points = ofAllTogether(evidence, rule).filter(
    (point) => point.endMs > loadSpan.fromMs && point.startMs < loadSpan.toMs,
  );
  if (points.length === 0) return null;
  const since = (instances: number) =>
    breachRuns({ ...rule, threshold: (instances - 1) * rule.threshold }, points).find(
      (run) => run.reachedMs !== null,
    )?.first.endMs ?? null;
  const perSecond = requestsPerSecond(rule);
  return {
    most: mostOf(since, rule, points),
    since,
    rateFor: (instances) => (perSecond === null ? null : (instances - 1) * perSecond),
  };
}

/** More instances need more load: by halving. */
function mostOf(since: Demand['since'], rule: TriggerRule, points: readonly MetricPoint[]): number {
  const highest = Math.max(...points.map((point) => point.value));
  let [some, tooMany] = [1, Math.ceil(highest / rule.threshold) + 2];
  while (tooMany - some > 1) {
    const middle = (some + tooMany) >>> 1;
    if (since(middle) === null) tooMany = middle;
    else some = middle;
  }
  return some;
}

/**
 * The metric of all instances together, period by period. Requests are counted by SageMaker, where that
 * is known, else by the callers: the metric itself is one of each instance, whose number changes.
 */
function ofAllTogether(evidence: ScalingEvidence, rule: TriggerRule): readonly MetricPoint[] {
  const tracked = seriesOf(rule, evidence.series)?.points ?? [];
  if (requestsPerSecond(rule) === null) {
    const known = countedPoints(evidence.points);
    return tracked.flatMap((point) => {
      const instances = surelyInService(known, point.startMs);
      return instances === null ? [] : [{ ...point, value: point.value * instances }];
    });
  }
  const counted = invocations(evidence, rule, tracked[0]?.startMs ?? evidence.planStartMs);
  const anchorMs = (counted[0] ?? tracked[0])?.startMs ?? evidence.planStartMs;
  return anchorMs === null ? counted : withSent(evidence, rule, counted, anchorMs);
}

/** At the rule's period, of which enhanced metrics publish parts. */
function invocations(
  { series }: ScalingEvidence,
  rule: TriggerRule,
  anchorMs: number | null,
): readonly MetricPoint[] {
  const whole = seriesOf({ ...rule, metric: 'Invocations' }, series);
  if (whole !== null) return whole.points;
  const parts = series.find(
    ({ service, container, metric, stat, periodSeconds }) =>
      service === 'sagemaker' &&
      container === null &&
      metric === 'Invocations' &&
      stat === 'Sum' &&
      periodSeconds < rule.periodSeconds,
  );
  return parts === undefined || anchorMs === null
    ? []
    : summedOver(parts, rule.periodSeconds, anchorMs);
}

/** With what was sent in the periods of which there is no count. */
function withSent(
  { seconds }: ScalingEvidence,
  { periodSeconds }: TriggerRule,
  counted: readonly MetricPoint[],
  anchorMs: number,
): MetricPoint[] {
  const periodMs = periodSeconds * 1_000;
  const indexOf = (atMs: number) => Math.floor((atMs - anchorMs) / periodMs + 1e-6);
  const byIndex = new Map(counted.map((point) => [indexOf(point.startMs), point]));
  const sent = new Map<number, number>();
  for (const second of seconds) {
    const index = indexOf(second.startMs);
    if (!byIndex.has(index)) sent.set(index, (sent.get(index) ?? 0) + second.sent);
  }
  for (const [index, value] of sent) {
    const startMs = anchorMs + index * periodMs;
    const endMs = startMs + periodMs;
    byIndex.set(index, { startMs, endMs, value, perMinute: null, final: true });
  }
  return [...byIndex.values()].sort((left, right) => left.startMs - right.startMs);
}
