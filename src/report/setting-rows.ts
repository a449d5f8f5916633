/** The observed configuration as rows of text for every report; what was not read has no row. */
import { fleetWords } from '../analysis/copies.ts';
import { count, counted, level, seconds } from '../format/numbers.js';
import type { Verdict } from '../verdict/verdict.ts';
import type { Row } from './load-rows.ts';

type Settings = Verdict['settings'];
type Policy = NonNullable<Settings['policy']>;
type ScheduledAction = NonNullable<Settings['scheduledActions']>[number];
type Alarm = Settings['alarms'][number];

/** Ordered from the endpoint outwards. */
export function settingRows({ settings, timeCompression }: Verdict): Row[] {
  const { endpoint, serverless, capacity, policy, alarms, watching } = settings;
  const words = fleetWords({ counts: settings.component === undefined ? 'instances' : 'copies' });
  return [
    row('endpoint', endpoint.kind, (kind) =>
      kind === 'instances' ? 'real-time, on instances' : 'serverless',
    ),
    row('inference component', settings.component?.name, String),
    row('instance type', endpoint.instanceType, String),
    row('instance types', endpoint.pools, (types) => types.join(', then ')),
    row('tried for', endpoint.provisionTimeoutSeconds, (wait) => `${seconds(wait)} in all`),
    row('managed instances', endpoint.managedInstances, managedInWords),
    row(
      'metrics published',
      endpoint.metrics?.enhanced === true ? endpoint.metrics : null,
      ({ publishSeconds }) => `every ${seconds(publishSeconds)}, for each instance`,
    ),
    row('serverless limits', serverless, serverlessInWords),
    row(
      'capacity',
      capacity,
      ({ minInstances, maxInstances }) =>
        `${count(minInstances)} to ${words.counted(maxInstances)}`,
    ),
    row('scaling suspended', capacity && suspendedInWords(capacity), String),
    row('policy', policy, policyInWords),
    row('cooldown', policy?.cooldownSeconds, seconds),
    row('scale-out cooldown', policy?.scaleOutCooldownSeconds, seconds),
    row('scale-in cooldown', policy?.scaleInCooldownSeconds, seconds),
    ...(settings.otherPolicies ?? []).map((other) => row('another policy', other, policyInWords)),
    ...(settings.scheduledActions ?? []).map((action) =>
      row('scheduled action', action, scheduledInWords),
    ),
    ...alarms.map((alarm) =>
      row(alarm.role === 'other' ? 'alarm' : `${alarm.role} alarm`, alarm, alarmInWords),
    ),
    ...functionRows(settings.function),
    row('endpoint polled', watching?.endpointPollSeconds, (every) => `every ${seconds(every)}`),
    row('metrics polled', watching?.metricPollSeconds, (every) => `every ${seconds(every)}`),
    row(
      'time compression',
      timeCompression === 1 ? null : timeCompression,
      (factor) => `${count(factor)} times faster than AWS`,
    ),
  ].filter((one) => one !== null);
}

function row<T>(
  what: string,
  value: T | null | undefined,
  inWords: (value: NonNullable<T>) => string,
): Row | null {
  return value === null || value === undefined ? null : [what, inWords(value)];
}

function serverlessInWords(limits: NonNullable<Settings['serverless']>): string {
  const { maxConcurrency, memoryMb, provisionedConcurrency } = limits;
  const provisioned =
    provisionedConcurrency === null ? '' : `, ${count(provisionedConcurrency)} provisioned`;
  return `max concurrency ${count(maxConcurrency)}${provisioned}, ${count(memoryMb)} MB`;
}

function suspendedInWords(capacity: NonNullable<Settings['capacity']>): string | null {
  const suspended = [
    ...(capacity.scaleOutSuspended ? ['scale-out'] : []),
    ...(capacity.scaleInSuspended ? ['scale-in'] : []),
  ];
  return suspended.length === 0 ? null : suspended.join(' and ');
}

function policyInWords(policy: Policy): string {
  if (policy.type === 'StepScaling') return `${policy.name}, by steps${stepsInWords(policy)}`;
  const { customMetric } = policy;
  const metric =
    customMetric === undefined ? policy.metric : (customMetric.name ?? 'a metric-math expression');
  return `${metric}${targetInWords(policy)}${policy.scaleInDisabled ? ', scale-in disabled' : ''}`;
}

/** `: +2 from the threshold on`. */
function stepsInWords({ steps = [], adjustmentType }: Policy): string {
  const unit = adjustmentType === 'PercentChangeInCapacity' ? ' %' : '';
  const to = adjustmentType === 'ExactCapacity' ? 'to ' : '';
  const words = steps.map(({ lower, upper, adjustment }) => {
    const by = `${to}${to === '' && adjustment > 0 ? '+' : ''}${level(adjustment)}${unit}`;
    if (lower === null) return upper === null ? by : `${by} up to ${level(upper)} beyond`;
    return `${by} from ${lower === 0 ? 'the threshold' : `${level(lower)} beyond`} on`;
  });
  return words.length === 0 ? '' : `: ${words.join(', ')}`;
}

function scheduledInWords(action: ScheduledAction): string {
  const { name, schedule, minCapacity, maxCapacity } = action;
  const limits = [
    ...(minCapacity === null ? [] : [`minimum ${count(minCapacity)}`]),
    ...(maxCapacity === null ? [] : [`maximum ${count(maxCapacity)}`]),
  ];
  return `${name}, ${schedule}${limits.length === 0 ? '' : `: ${limits.join(', ')}`}`;
}

function managedInWords({ min, max }: NonNullable<Settings['endpoint']['managedInstances']>) {
  return `${count(min)} to ${counted(max ?? Number.NaN, 'instance')}`;
}

/** States the period of a request count: under time compression it is not a minute. */
function targetInWords({ target, targetPeriodSeconds, targetPerMinute }: Policy): string {
  if (target === null) return '';
  if (targetPeriodSeconds === null || targetPerMinute === null) return ` at ${level(target.value)}`;
  const aMinute = `${level(targetPerMinute)} a minute`;
  return targetPeriodSeconds === 60
    ? ` at ${aMinute}`
    : ` at ${level(target.value)} in ${seconds(targetPeriodSeconds)} (${aMinute})`;
}

const COMPARISONS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: 'above',
  GreaterThanOrEqualToThreshold: 'at or above',
  LessThanThreshold: 'below',
  LessThanOrEqualToThreshold: 'at or below',
};

/** Adds the rate per minute when the period is not a minute, to compare with AWS. */
function alarmInWords(alarm: Alarm): string {
  const { metric, stat, threshold, thresholdPerMinute, periodSeconds } = alarm;
  const comparison = COMPARISONS[alarm.comparison] ?? alarm.comparison;
  const perMinute =
    thresholdPerMinute !== null && periodSeconds !== 60
      ? ` (${level(thresholdPerMinute)} a minute)`
      : '';
  return `${metric} (${stat}) ${comparison} ${level(threshold.value)}${perMinute} for ${count(alarm.datapointsToAlarm)} of ${counted(alarm.evaluationPeriods, 'period')} of ${seconds(periodSeconds)}`;
}

function functionRows(read: Settings['function']): (Row | null)[] {
  if (read === null) return [];
  return [
    row('function', read.name, String),
    row('reserved concurrency', read.reservedConcurrency, count),
    row('provisioned concurrency', read.provisionedConcurrency, count),
    row('account concurrency', read.accountConcurrency, count),
    row('function memory', read.memoryMb, (memoryMb) => `${count(memoryMb)} MB`),
    row('function timeout', read.timeoutSeconds, seconds),
  ];
}
