/** Reads the metric that the policy tracks, its target, and the rules that start a scale-out or scale-in. */
import { trackedBy, USUAL_ALARM_DATAPOINTS } from '../aws/target-tracking.ts';
import type { AlarmObservation, AwsEvent, AwsEventOf } from '../record/aws-events.ts';
import { lastObserved } from './last-observed.ts';
import type { PeriodSeries } from './metric-series.ts';
import type { MetricPoint, Target } from './timeline.ts';

/** The rule that makes the policy act, in the terms of an alarm. */
export interface TriggerRule {
  /** Null when no alarm on the metric was seen and the rule is target tracking's default. */
  readonly alarmName: string | null;
  readonly metric: string;
  readonly stat: string;
  readonly comparison: string;
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
}

/** CloudWatch's name of the tracked metric; null for a custom metric, whose name is unknown. */
export function trackedMetricName(aws: readonly AwsEvent[]): string | null {
  return trackedBy(lastPolicy(aws)?.metric)?.metric ?? null;
}

/**
 * The rule of the alarm in that role, read from the alarm because it may differ from the default. With several
 * alarms, the first by name, in its last known settings.
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
 * The rule that starts a scale-out: the high alarm's, else the policy's target with target tracking's default
 * rule, else null. An alarm on a different metric from the one the policy tracks is ignored, so the
 * policy's target counts.
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

/** The rule that starts a scale-in: the low alarm's, the only source of its threshold. */
export function scaleInRule(aws: readonly AwsEvent[]): TriggerRule | null {
  return alarmRule(aws, 'low');
}

/** For a metric that is not a sum, `perMinute` is the threshold itself: it has no rate. */
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
 * The datapoints that a rule evaluates; null when none were seen. Sums over a different period are not
 * comparable with the threshold; extremes and averages roughly are.
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

/** Requests per second per instance at the rule's threshold; null when it does not count requests. */
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
