/** Collects the configuration observed on AWS while the load ran, which a comparison of runs needs. */
import { z } from 'zod';
import type { Analysis } from '../analysis/analyse.ts';
import { lastObserved } from '../analysis/last-observed.ts';
import { METRIC_PERIOD_SECONDS, trackedBy, unitOf } from '../aws/target-tracking.ts';
import type { AlarmObservation, AwsEvent } from '../record/aws-events.ts';
import { watchOf } from '../record/manifest.ts';
import { quantitySchema } from './quantity.ts';

const count = z.int().nonnegative();
const seconds = z.number();

const alarmSchema = z.strictObject({
  name: z.string(),
  role: z.enum(['high', 'low', 'other']).describe('`high` starts a scale-out, `low` a scale-in.'),
  metric: z.string(),
  stat: z.string(),
  comparison: z.string().describe("CloudWatch's ComparisonOperator."),
  threshold: quantitySchema,
  thresholdPerMinute: z.number().nullable().describe('The same as a rate, for a sum; else null.'),
  periodSeconds: seconds,
  evaluationPeriods: z.int(),
  datapointsToAlarm: z.int(),
});

/** Null means not read. A number's unit is in its name or beside it. */
export const settingsSchema = z.strictObject({
  endpoint: z.strictObject({
    kind: z.enum(['instances', 'serverless']).nullable(),
    instanceType: z.string().nullable(),
  }),
  serverless: z
    .strictObject({
      maxConcurrency: count,
      memoryMb: count,
      provisionedConcurrency: count.nullable(),
    })
    .nullable(),
  capacity: z
    .strictObject({
      minInstances: z.int(),
      maxInstances: z.int(),
      scaleOutSuspended: z.boolean(),
      scaleInSuspended: z.boolean(),
    })
    .nullable(),
  policy: z
    .strictObject({
      name: z.string(),
      type: z.string(),
      metric: z.string().describe('A predefined metric, or `custom`.'),
      target: quantitySchema.nullable().describe('As set; a number of requests is per period.'),
      targetPeriodSeconds: seconds.nullable().describe('The period of a request count; else null.'),
      targetPerMinute: z.number().nullable().describe('The rate of a request count; else null.'),
      scaleOutCooldownSeconds: seconds.nullable(),
      scaleInCooldownSeconds: seconds.nullable(),
      scaleInDisabled: z.boolean(),
    })
    .nullable(),
  alarms: z.array(alarmSchema).describe('By name.'),
  function: z
    .strictObject({
      name: z.string(),
      reservedConcurrency: count.nullable(),
      provisionedConcurrency: count.nullable(),
      accountConcurrency: count.nullable(),
      memoryMb: count.nullable(),
      timeoutSeconds: seconds.nullable(),
    })
    .nullable(),
  watching: z
    .strictObject({
      endpointPollSeconds: seconds.nullable(),
      metricPollSeconds: seconds.nullable(),
      metricPeriodSeconds: seconds.nullable(),
    })
    .nullable()
    .describe('Null: the scenario has `watch: none`, so everything here is null.'),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Each setting as last read. */
export function settings({ evidence, serving, timeCompression, record }: Analysis): Settings {
  const { aws } = evidence;
  const watch = watchOf(record.manifest);
  return {
    endpoint: {
      kind: serving.kind === 'instances' || serving.kind === 'serverless' ? serving.kind : null,
      instanceType: lastObserved(aws, 'endpoint-config')?.instanceType ?? null,
    },
    serverless: serverlessOf(serving),
    capacity: capacityOf(aws),
    policy: policyOf(aws, timeCompression),
    alarms: alarmsOf(aws),
    function: functionOf(aws),
    watching: watch && {
      endpointPollSeconds: watch.pollSeconds,
      metricPollSeconds: watch.metricPollSeconds,
      metricPeriodSeconds: watch.periodSeconds,
    },
  };
}

function serverlessOf(serving: Analysis['serving']): Settings['serverless'] {
  if (serving.kind !== 'serverless') return null;
  const { maxConcurrency, memoryMb, provisionedConcurrency = null } = serving.limits;
  return { maxConcurrency, memoryMb, provisionedConcurrency };
}

function capacityOf(aws: readonly AwsEvent[]): Settings['capacity'] {
  const target = lastObserved(aws, 'scalable-target');
  if (target === null) return null;
  const { minCapacity, maxCapacity, scaleOutSuspended, scaleInSuspended } = target;
  return {
    ...{ minInstances: minCapacity, maxInstances: maxCapacity },
    ...{ scaleOutSuspended, scaleInSuspended },
  };
}

function policyOf(aws: readonly AwsEvent[], timeCompression: number | null): Settings['policy'] {
  const policy = lastObserved(aws, 'policy');
  if (policy === null) return null;
  const { name, policyType, metric, targetValue, scaleInDisabled } = policy;
  // Target tracking counts requests per minute, and time compression shortens the minute.
  const unit = trackedBy(metric)?.unit ?? 'metric';
  const requests = targetValue !== undefined && unit.startsWith('requests/');
  return {
    name,
    type: policyType,
    metric,
    target: targetValue === undefined ? null : { value: targetValue, unit },
    targetPeriodSeconds:
      requests && timeCompression ? METRIC_PERIOD_SECONDS / timeCompression : null,
    targetPerMinute: requests && timeCompression ? targetValue * timeCompression : null,
    scaleOutCooldownSeconds: policy.scaleOutCooldownSeconds ?? null,
    scaleInCooldownSeconds: policy.scaleInCooldownSeconds ?? null,
    scaleInDisabled,
  };
}

function alarmsOf(aws: readonly AwsEvent[]): Settings['alarms'] {
  const last = new Map<string, AlarmObservation>();
  for (const event of aws) {
    if (event.type !== 'alarm') continue;
    const known = last.get(event.name);
    if (known === undefined || event.atMs >= known.atMs) last.set(event.name, event);
  }
  return [...last.values()]
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map(({ name, role, metric, stat, comparison, threshold, periodSeconds, ...rule }) => ({
      ...{ name, role, metric, stat, comparison },
      threshold: { value: threshold, unit: unitOf(metric) },
      thresholdPerMinute:
        stat === 'Sum' && periodSeconds > 0 ? (threshold * 60) / periodSeconds : null,
      periodSeconds,
      evaluationPeriods: rule.evaluationPeriods,
      datapointsToAlarm: rule.datapointsToAlarm,
    }));
}

function functionOf(aws: readonly AwsEvent[]): Settings['function'] {
  const read = lastObserved(aws, 'function');
  if (read === null) return null;
  return {
    name: read.name,
    reservedConcurrency: read.reservedConcurrency ?? null,
    provisionedConcurrency: read.provisionedConcurrency ?? null,
    accountConcurrency: read.accountConcurrency ?? null,
    memoryMb: read.memoryMb ?? null,
    timeoutSeconds: read.timeoutSeconds ?? null,
  };
}
