/** The observed configuration as rows of text for every report; what was not read has no row. */
import { count, counted, level, seconds } from '../format/numbers.js';
import type { Verdict } from '../verdict/verdict.ts';
import type { Row } from './load-rows.ts';

type Settings = Verdict['settings'];
type Policy = NonNullable<Settings['policy']>;
type Alarm = Settings['alarms'][number];

/** Ordered from the endpoint outwards. */
export function settingRows({ settings, timeCompression }: Verdict): Row[] {
  const { endpoint, serverless, capacity, policy, alarms, watching } = settings;
  return [
    row('endpoint', endpoint.kind, (kind) =>
      kind === 'instances' ? 'real-time, on instances' : 'serverless',
    ),
    row('instance type', endpoint.instanceType, String),
    row('serverless limits', serverless, serverlessInWords),
    row(
      'capacity',
      capacity,
      ({ minInstances, maxInstances }) =>
        `${count(minInstances)} to ${counted(maxInstances, 'instance')}`,
    ),
    row('scaling suspended', capacity && suspendedInWords(capacity), String),
    row('policy', policy, policyInWords),
    row('scale-out cooldown', policy?.scaleOutCooldownSeconds, seconds),
    row('scale-in cooldown', policy?.scaleInCooldownSeconds, seconds),
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
  return `${policy.metric}${targetInWords(policy)}${policy.scaleInDisabled ? ', scale-in disabled' : ''}`;
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
