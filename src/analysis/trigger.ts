/** Finds when the tracked metric breached the threshold for long enough for the policy to scale out. */
import type { AwsEvent } from '../record/aws-events.ts';
import { type AlarmMoment, alarmMoments } from './alarm-moments.ts';
import { alarmOnOtherMetric } from './alarm-on-other-metric.ts';
import { type BreachRun, breachRuns } from './breach-runs.ts';
import type { ScalingEvidence } from './scaling-evidence.ts';
import { type Span, spanBetween, spanOfPeriods } from './span.ts';
import type { MetricPoint } from './timeline.ts';
import { breaches, seriesOf, type TriggerRule } from './tracked-metric.ts';

export type Trigger =
  /** Neither an alarm nor a policy gives a threshold. */
  | { readonly state: 'no-rule'; readonly policySeen: boolean }
  | { readonly state: 'no-data'; readonly rule: TriggerRule }
  | {
      readonly state: 'not-crossed';
      readonly rule: TriggerRule;
      readonly datapoints: number;
      readonly breaching: number;
      readonly highest: number;
      /** Where it came closest: the longest breach or, without any, the highest datapoint. */
      readonly closest: Span | null;
      /** Whether a later poll might still have changed the newest value. */
      readonly final: boolean;
    }
  | {
      readonly state: 'crossed';
      readonly rule: TriggerRule;
      readonly datapoints: number;
      readonly breaching: number;
      readonly highest: number | null;
      /**
       * End of the first breaching period of the run that satisfies the alarm, local epoch ms: the breach is
       * not known before. When the alarm fired on fewer datapoints, the time of its transition.
       */
      readonly atMs: number;
      readonly plusMinusMs: number;
      /** The same where no datapoint is missing before it; else the earliest that one may have been over. */
      readonly earliestMs: number;
      /** The datapoints with which the rule was first satisfied, or that an alarm fired on. */
      readonly breach: Span;
      readonly by: 'datapoints' | 'alarm';
    };

/**
 * Counts only what happened after the load began. Of several policies, the first whose rule was satisfied; where
 * none was, the main one.
 */
export function scaleOutTrigger(evidence: ScalingEvidence): Trigger {
  const triggers = evidence.outRules.map((rule) => triggerOf(evidence, rule));
  const [first] = triggers
    .filter((trigger) => trigger.state === 'crossed')
    .toSorted((left, right) => left.atMs - right.atMs);
  return first ?? triggers[0] ?? { state: 'no-rule', policySeen: policySeen(evidence.aws) };
}

function triggerOf(evidence: ScalingEvidence, rule: TriggerRule): Trigger {
  const sinceMs = evidence.planStartMs ?? Number.NEGATIVE_INFINITY;
  const series = seriesOf(rule, evidence.series);
  const points = (series?.points ?? []).filter((point) => point.endMs > sinceMs);
  const highest = points.length === 0 ? null : Math.max(...points.map((point) => point.value));
  const counts = {
    rule,
    datapoints: points.length,
    breaching: points.filter((point) => breaches(rule, point)).length,
  };
  const runs = breachRuns(rule, points);
  const run = runs.find((one) => one.reachedMs !== null);
  // An alarm fires on fewer datapoints than its rule needs when others are missing, and a gap may lose
  // datapoints. Its transition is then the evidence, if it watches the tracked metric.
  const other = alarmOnOtherMetric(evidence.aws, ['high'])?.alarm.name;
  const watchesTracked =
    other === undefined || (rule.alarmName !== null && rule.alarmName !== other);
  const alarm = alarmMoments(evidence.aws, 'high', rule, evidence.clock).find(
    (moment) => watchesTracked && moment.atMs >= sinceMs,
  );
  if (
    alarm !== undefined &&
    alarm.atMs + plusMinusOf(alarm) < (run?.reachedMs ?? Number.POSITIVE_INFINITY)
  ) {
    const by = { atMs: alarm.atMs, plusMinusMs: plusMinusOf(alarm), by: 'alarm' } as const;
    const earliestMs = earliestBreach(rule, points, alarm.atMs, sinceMs);
    const breach = spanBetween(earliestMs - rule.periodSeconds * 1_000, alarm.atMs);
    return { state: 'crossed', ...counts, highest, ...by, earliestMs, breach };
  }
  if (run !== undefined && run.reachedMs !== null) {
    const plusMinusMs = evidence.clock.plusMinusMs ?? 0;
    const by = { atMs: run.first.endMs, plusMinusMs, by: 'datapoints' } as const;
    const earliestMs = earliestBreach(rule, points, run.first.endMs, sinceMs);
    const breach = spanBetween(run.first.startMs, run.reachedMs);
    return { state: 'crossed', ...counts, highest, ...by, earliestMs, breach };
  }
  if (highest === null) return { state: 'no-data', rule };
  const final = points.at(-1)?.final ?? false;
  return { state: 'not-crossed', ...counts, highest, closest: closestOf(points, runs), final };
}

function closestOf(points: readonly MetricPoint[], runs: readonly BreachRun[]): Span | null {
  const longest = runs.toSorted((left, right) => right.breaching - left.breaching)[0];
  const highest = points.toSorted((left, right) => right.value - left.value)[0];
  if (longest !== undefined) return spanOfPeriods([longest.first, longest.last]);
  return highest === undefined ? null : spanOfPeriods([highest]);
}

/**
 * The end of the period after the last one before `atMs` that is known to have been under the threshold:
 * those that are missing in between may all have been over it.
 */
function earliestBreach(
  rule: TriggerRule,
  points: readonly MetricPoint[],
  atMs: number,
  sinceMs: number,
): number {
  const periodMs = rule.periodSeconds * 1_000;
  const under = points.findLast((point) => point.endMs < atMs && !breaches(rule, point));
  const afterMs = under?.endMs ?? (Number.isFinite(sinceMs) ? sinceMs : atMs - periodMs);
  return Math.min(atMs, afterMs + periodMs);
}

function plusMinusOf({ plusMinusSeconds }: AlarmMoment): number {
  return (plusMinusSeconds ?? 0) * 1_000;
}

function policySeen(aws: readonly AwsEvent[]): boolean {
  return aws.some((event) => event.type === 'policy');
}
