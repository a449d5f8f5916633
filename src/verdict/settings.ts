/** What was set where, read from AWS while the load ran: without it no two runs can be compared. */
import type { Analysis } from '../analysis/analyse.ts';
import { lastObserved } from '../analysis/last-observed.ts';
import { count, counted, level, seconds } from '../format/numbers.js';
import type {
  AlarmObservation,
  AwsEvent,
  AwsEventOf,
  FunctionObservation,
} from '../record/aws-events.ts';
import type { Verdict } from './verdict.ts';

type Row = Verdict['settings'][number];

/** One row a thing that was read, in the order from the endpoint outwards; unread things are left out. */
export function settings({ evidence, serving, timeCompression }: Analysis): Verdict['settings'] {
  const { aws } = evidence;
  const config = lastObserved(aws, 'endpoint-config');
  const lambda = lastObserved(aws, 'function');
  return [
    row('endpoint', endpointInWords(serving)),
    row('instance type', config?.instanceType),
    row('serverless limits', serverlessInWords(serving)),
    ...policyRows(aws, timeCompression),
    ...alarmRows(aws),
    ...(lambda === null ? [] : functionRows(lambda)),
    row('time compression', compressionInWords(timeCompression)),
  ].filter((one) => one !== null);
}

function row(what: string, value: string | null | undefined): Row | null {
  return value === null || value === undefined ? null : { what, value };
}

function endpointInWords(serving: Analysis['serving']): string | null {
  if (serving.kind === 'instances') return 'real-time, on instances';
  return serving.kind === 'serverless' ? 'serverless' : null;
}

function serverlessInWords(serving: Analysis['serving']): string | null {
  if (serving.kind !== 'serverless') return null;
  const { maxConcurrency, memoryMb, provisionedConcurrency } = serving.limits;
  const provisioned =
    provisionedConcurrency === undefined ? '' : `, ${count(provisionedConcurrency)} provisioned`;
  return `at most ${counted(maxConcurrency, 'request')} at once${provisioned}, ${count(memoryMb)} MB each`;
}

function policyRows(aws: readonly AwsEvent[], timeCompression: number): (Row | null)[] {
  const policy = lastObserved(aws, 'policy');
  const target = lastObserved(aws, 'scalable-target');
  const bounds =
    target === null ? null : `${count(target.minCapacity)} to ${count(target.maxCapacity)}`;
  const suspended = [
    target?.scaleOutSuspended === true ? 'scale-out' : null,
    target?.scaleInSuspended === true ? 'scale-in' : null,
  ].filter((one) => one !== null);
  const cooldown = (value: number | undefined) => (value === undefined ? null : seconds(value));
  return [
    row('instances allowed', bounds),
    row('scaling suspended', suspended.length === 0 ? null : suspended.join(' and ')),
    row(
      'policy',
      policy === null
        ? null
        : `${policy.metric}${targetInWords(policy, timeCompression)}${policy.scaleInDisabled ? ', never in' : ''}`,
    ),
    row('cooldown out', cooldown(policy?.scaleOutCooldownSeconds)),
    row('cooldown in', cooldown(policy?.scaleInCooldownSeconds)),
  ];
}

/** A count of requests is told with the time it is for: under time compression that is no minute. */
function targetInWords(
  { metric, targetValue }: AwsEventOf<'policy'>,
  timeCompression: number,
): string {
  if (targetValue === undefined) return '';
  if (metric !== 'SageMakerVariantInvocationsPerInstance') return ` at ${level(targetValue)}`;
  const aMinute = `${level(targetValue * timeCompression)} a minute`;
  return timeCompression === 1
    ? ` at ${aMinute}`
    : ` at ${level(targetValue)} in ${seconds(60 / timeCompression)} (${aMinute})`;
}

const COMPARISONS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: 'above',
  GreaterThanOrEqualToThreshold: 'at or above',
  LessThanThreshold: 'below',
  LessThanOrEqualToThreshold: 'at or below',
};

/** Each alarm in its last known settings, by name. */
function alarmRows(aws: readonly AwsEvent[]): (Row | null)[] {
  const last = new Map<string, AlarmObservation>();
  for (const event of aws) {
    if (event.type !== 'alarm') continue;
    const known = last.get(event.name);
    if (known === undefined || event.atMs >= known.atMs) last.set(event.name, event);
  }
  return [...last.values()]
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map((alarm) => row(alarm.role === 'other' ? 'alarm' : `${alarm.role} alarm`, inWords(alarm)));
}

/** Rates are shown a minute as well, so that a period that is none compares with AWS's. */
function inWords(alarm: AlarmObservation): string {
  const { metric, stat, threshold, periodSeconds, evaluationPeriods, datapointsToAlarm } = alarm;
  const perMinute =
    stat === 'Sum' && periodSeconds !== 60
      ? ` (${level((threshold * 60) / periodSeconds)} a minute)`
      : '';
  const comparison = COMPARISONS[alarm.comparison] ?? alarm.comparison;
  return `${metric} (${stat}) ${comparison} ${level(threshold)}${perMinute} in ${count(datapointsToAlarm)} of ${counted(evaluationPeriods, 'period')} of ${seconds(periodSeconds)}`;
}

function functionRows(lambda: FunctionObservation): (Row | null)[] {
  const number = (value: number | undefined) => (value === undefined ? null : count(value));
  return [
    row('function', lambda.name),
    row('reserved concurrency', number(lambda.reservedConcurrency)),
    row('provisioned concurrency', number(lambda.provisionedConcurrency)),
    row('account concurrency', number(lambda.accountConcurrency)),
    row('function memory', lambda.memoryMb === undefined ? null : `${count(lambda.memoryMb)} MB`),
    row(
      'function timeout',
      lambda.timeoutSeconds === undefined ? null : seconds(lambda.timeoutSeconds),
    ),
  ];
}

function compressionInWords(factor: number): string | null {
  return factor === 1 ? null : `${count(factor)} times faster than AWS`;
}
