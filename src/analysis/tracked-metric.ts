/** The metric that the policy tracks, the level it keeps it under, and what makes it act. */
import { trackedBy, USUAL_ALARM_DATAPOINTS } from '../aws/target-tracking.ts';
import type { AlarmObservation, AwsEvent, AwsEventOf } from '../record/aws-events.ts';
import { lastObserved } from './last-observed.ts';
import type { PeriodSeries } from './metric-series.ts';
import type { MetricPoint, Target } from './timeline.ts';

/** When enough datapoints breach, the policy acts: an alarm's own words. */
export interface TriggerRule {
  /** Null when no alarm of the metric was seen and the rule is what target tracking usually has. */
  readonly alarmName: string | null;
  readonly metric: string;
  readonly stat: string;
  readonly comparison: string;
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
}

/** The CloudWatch metric behind the policy's; null for a metric of one's own, which is not named. */
export function trackedMetricName(aws: readonly AwsEvent[]): string | null {
  return trackedBy(lastPolicy(aws)?.metric)?.metric ?? null;
}

/**
 * The rule of the alarm in that role. Read from the alarm, since other shapes than the usual one
 * exist; of several alarms the first by name, in its last known settings.
 */
export function alarmRule(aws: readonly AwsEvent[], role: 'high' | 'low'): TriggerRule | null {
  const alarms = aws
    .filter((event): event is AlarmObservation => event.type === 'alarm' && event.role === role)
    .sort((left, right) => compare(left.name, right.name) || right.atMs - left.atMs);
  const alarm = alarms[0];
  if (alarm === undefined) return null;
  return { ...alarm, alarmName: alarm.name };
}

/**
 * What must start a scale-out: the high alarm's rule, or the policy's target with the usual rule of
 * target tracking, or null when neither is known. An alarm that
 * watches another metric than the policy tracks says nothing of when instances are due: then, too,
 * the policy's target counts.
 */
export function scaleOutRule(
  aws: readonly AwsEvent[],
  series: readonly PeriodSeries[],
): TriggerRule | null {
  const alarm = alarmRule(aws, 'high');
  const tracked = trackedMetricName(aws);
  if (alarm !== null && (tracked === null || alarm.metric === tracked)) return alarm;
  const policy = lastPolicy(aws);
  const usual = trackedBy(policy?.metric);
  if (policy?.targetValue === undefined || usual === null) return alarm;
  const { metric, stat } = usual;
  const periods = series
    .filter((one) => one.metric === metric && one.stat === stat)
    .map((one) => one.periodSeconds);
  return {
    alarmName: null,
    metric,
    stat,
    comparison: 'GreaterThanThreshold',
    threshold: policy.targetValue,
    periodSeconds: periods.length > 0 ? Math.min(...periods) : usual.periodSeconds,
    evaluationPeriods: USUAL_ALARM_DATAPOINTS.out,
    datapointsToAlarm: USUAL_ALARM_DATAPOINTS.out,
  };
}

export function lastPolicy(aws: readonly AwsEvent[]): AwsEventOf<'policy'> | null {
  return lastObserved(aws, 'policy');
}

/** What starts a scale-in: the low alarm's rule; nothing else tells its threshold. */
export function scaleInRule(aws: readonly AwsEvent[]): TriggerRule | null {
  return alarmRule(aws, 'low');
}

/** `perMinute` of a metric that is not a sum is the level itself: it has no rate. */
export function targetOf(rule: TriggerRule | null): Target | null {
  if (rule === null) return null;
  return {
    metric: rule.metric,
    perPeriod: rule.threshold,
    periodSeconds: rule.periodSeconds,
    perMinute: rule.stat === 'Sum' ? (rule.threshold * 60) / rule.periodSeconds : rule.threshold,
  };
}

/**
 * The datapoints a rule is evaluated on; null when none was ever seen. Sums of another period do
 * not compare with the threshold; the extremes and averages of another period roughly do.
 */
export function seriesOf(rule: TriggerRule, series: readonly PeriodSeries[]): PeriodSeries | null {
  const fitting = series.filter(
    (one) =>
      one.service === 'sagemaker' &&
      one.container === null &&
      one.metric === rule.metric &&
      one.stat === rule.stat,
  );
  const exact = fitting.find((one) => one.periodSeconds === rule.periodSeconds);
  if (exact !== undefined) return exact;
  return rule.stat === 'Sum' ? null : (fitting[0] ?? null);
}

/** Requests per second and instance at the rule's threshold; null when it does not count requests. */
export function requestsPerSecond(rule: TriggerRule): number | null {
  const counts = rule.stat === 'Sum' && rule.metric === 'InvocationsPerInstance';
  return counts ? rule.threshold / rule.periodSeconds : null;
}

export function breaches(rule: TriggerRule, point: MetricPoint): boolean {
  switch (rule.comparison) {
    case 'GreaterThanOrEqualToThreshold':
      return point.value >= rule.threshold;
    case 'LessThanThreshold':
      return point.value < rule.threshold;
    case 'LessThanOrEqualToThreshold':
      return point.value <= rule.threshold;
    default:
      return point.value > rule.threshold;
  }
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
