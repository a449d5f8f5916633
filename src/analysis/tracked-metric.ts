/** Reads the metric that the policy tracks, its target, and the rules that start a scale-out or scale-in. */
import { trackedBy, USUAL_ALARM_DATAPOINTS } from '../aws/target-tracking.ts';
import type { AlarmObservation, AwsEvent } from '../record/aws-events.ts';
import type { PeriodSeries } from './metric-series.ts';
import {
  alarmsOf,
  directionOf,
  isStep,
  metricOfPolicy,
  type Policy,
  policiesRead,
  policyOf,
} from './policies.ts';
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
  /** The metric's; absent in older records. */
  readonly namespace?: string;
  /** Of a step policy: the threshold is where its steps begin, no target that says how many instances are needed. */
  readonly isStep?: true;
}

/** Namespaces of what an endpoint publishes itself. */
const OWN_NAMESPACES: readonly string[] = [
  'AWS/SageMaker',
  '/aws/sagemaker/Endpoints',
  '/aws/sagemaker/InferenceComponents',
];
const METRIC_MATH = 'metric math';

/** Whether the endpoint publishes the rule's metric itself, as far as is known: with each of its requests. */
export function isOwnMetric({ metric, namespace }: TriggerRule): boolean {
  return metric !== METRIC_MATH && (namespace === undefined || OWN_NAMESPACES.includes(namespace));
}

/** False for metric math, and for a namesake of the endpoint's own metrics: the record has those. */
export function isRecorded(rule: TriggerRule): boolean {
  return isOwnMetric(rule) || (rule.metric !== METRIC_MATH && !OWN_METRICS.includes(rule.metric));
}

function ruleOf(alarm: AlarmObservation, policy: Policy | null): TriggerRule {
  const { namespace, stat, comparison, threshold, periodSeconds } = alarm;
  const { evaluationPeriods, datapointsToAlarm } = alarm;
  return {
    alarmName: alarm.name,
    metric: alarm.metric === '' ? METRIC_MATH : alarm.metric,
    ...(namespace === undefined ? {} : { namespace }),
    ...{ stat, comparison, threshold, periodSeconds, evaluationPeriods, datapointsToAlarm },
    ...(policy !== null && isStep(policy) ? { isStep: true } : {}),
  };
}

/**
 * The rules that start a scale-out, the main policy's first: its alarm's, else its target with target tracking's
 * default rule. An alarm of a target-tracking policy on a metric that it does not track is ignored, so its target
 * counts. Without a policy, those of the high alarms, by name.
 */
export function scaleOutRules(
  aws: readonly AwsEvent[],
  series: readonly PeriodSeries[],
): TriggerRule[] {
  const read = policiesRead(aws);
  if (read.policies.length === 0) return rulesOf(read.alarms, null, 'out');
  return read.policies.flatMap((policy) => {
    const rules = rulesOf(alarmsOf(read, policy), policy, 'out');
    if (isStep(policy)) return rules;
    const metric = metricOfPolicy(policy);
    const own = rules.find((rule) => metric === null || rule.metric === metric);
    return own ?? defaultRule(policy, series) ?? rules[0] ?? [];
  });
}

/** The rules that start a scale-in: the low alarms', the only source of their thresholds. */
export function scaleInRules(aws: readonly AwsEvent[]): TriggerRule[] {
  const read = policiesRead(aws);
  if (read.policies.length === 0) return rulesOf(read.alarms, null, 'in');
  return read.policies.flatMap((policy) => rulesOf(alarmsOf(read, policy), policy, 'in'));
}

/** The rule of the alarm with that name; null where it was not read. */
export function ruleOfAlarm(aws: readonly AwsEvent[], name: string): TriggerRule | null {
  const read = policiesRead(aws);
  const alarm = read.alarms.find((one) => one.name === name);
  return alarm === undefined ? null : ruleOf(alarm, policyOf(read, alarm));
}

function rulesOf(
  alarms: readonly AlarmObservation[],
  policy: Policy | null,
  direction: 'out' | 'in',
): TriggerRule[] {
  return alarms
    .filter((alarm) => directionOf(alarm, policy) === direction)
    .map((alarm) => ruleOf(alarm, policy));
}

/** Of a policy on a predefined metric, where no alarm on it was seen. */
function defaultRule(policy: Policy, series: readonly PeriodSeries[]): TriggerRule | null {
  const usual = trackedBy(policy.metric);
  if (policy.targetValue === undefined || usual === null) return null;
  const { metric, stat } = usual;
  // A shorter period than the policy's is that of enhanced metrics, unless time is compressed.
  const periods = series
    .filter((one) => one.metric === metric && one.stat === stat)
    .map((one) => one.periodSeconds)
    .filter((seconds) => seconds <= usual.periodSeconds);
  return {
    alarmName: null,
    metric,
    stat,
    comparison: 'GreaterThanThreshold',
    threshold: policy.targetValue,
    periodSeconds: periods.length > 0 ? Math.max(...periods) : usual.periodSeconds,
    evaluationPeriods: USUAL_ALARM_DATAPOINTS.out,
    datapointsToAlarm: USUAL_ALARM_DATAPOINTS.out,
  };
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
  if (!isRecorded(rule)) return null;
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

const COUNTS_REQUESTS: readonly string[] = ['InvocationsPerInstance', 'InvocationsPerCopy'];
const OWN_METRICS: readonly string[] = [
  ...COUNTS_REQUESTS,
  'Invocations',
  'ModelLatency',
  'OverheadLatency',
  'ConcurrentRequestsPerModel',
  'ConcurrentRequestsPerCopy',
  'CPUUtilization',
];

/** Requests per second per instance at the rule's threshold; null when it does not count requests. */
export function requestsPerSecond(rule: TriggerRule): number | null {
  const counts = rule.stat === 'Sum' && COUNTS_REQUESTS.includes(rule.metric) && isRecorded(rule);
  return counts ? rule.threshold / rule.periodSeconds : null;
}

/** The same where the threshold is a target: what each instance is meant to get. Null for a step policy. */
export function targetRps(rule: TriggerRule): number | null {
  return rule.isStep === true ? null : requestsPerSecond(rule);
}

/** What its threshold is called. */
export function thresholdInWords({ isStep }: TriggerRule): 'target' | 'threshold' {
  return isStep === true ? 'threshold' : 'target';
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
