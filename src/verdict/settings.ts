/** Collects the configuration observed on AWS while the load ran, which a comparison of runs needs. */
import { z } from 'zod';
import type { Analysis } from '../analysis/analyse.ts';
import { poolsOf } from '../analysis/instance-pools.ts';
import { lastObserved } from '../analysis/last-observed.ts';
import { unitOf } from '../aws/target-tracking.ts';
import type { AlarmObservation, AwsEvent } from '../record/aws-events.ts';
import { watchOf } from '../record/manifest.ts';
import {
  policySettings,
  policySettingsSchema,
  scheduledActionSchema,
  scheduledActions,
} from './policy-settings.ts';
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
    pools: z
      .array(z.string())
      .optional()
      .describe('Instance types in place of `instanceType`, in the order in which they are tried.'),
    provisionTimeoutSeconds: seconds
      .optional()
      .describe('How long all of `pools` together are tried.'),
    metrics: z
      .strictObject({ enhanced: z.boolean(), publishSeconds: seconds })
      .optional()
      .describe('How the endpoint publishes its metrics, where its configuration says.'),
    managedInstances: z
      .strictObject({ min: count.nullable(), max: count.nullable() })
      .optional()
      .describe('Limits of managed instance scaling, below the copies of inference components.'),
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
  policy: policySettingsSchema
    .nullable()
    .describe('Of several, the one that tracks a target, or acted first.'),
  otherPolicies: z.array(policySettingsSchema).optional().describe('Absent without any.'),
  scheduledActions: z
    .array(scheduledActionSchema)
    .optional()
    .describe('By name; absent without any.'),
  component: z
    .strictObject({ name: z.string() })
    .optional()
    .describe('The inference component that was watched: counts and capacity are of its copies.'),
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
  const [policy, ...otherPolicies] = policySettings(aws, timeCompression);
  const scheduled = scheduledActions(aws);
  const component = aws.find((event) => event.type === 'component');
  return {
    endpoint: endpointOf(aws, serving),
    serverless: serverlessOf(serving),
    capacity: capacityOf(aws),
    policy: policy ?? null,
    ...(otherPolicies.length === 0 ? {} : { otherPolicies }),
    ...(scheduled.length === 0 ? {} : { scheduledActions: scheduled }),
    ...(component === undefined ? {} : { component: { name: component.name } }),
    alarms: alarmsOf(aws),
    function: functionOf(aws),
    watching: watch && {
      endpointPollSeconds: watch.pollSeconds,
      metricPollSeconds: watch.metricPollSeconds,
      metricPeriodSeconds: watch.periodSeconds,
    },
  };
}

function endpointOf(aws: readonly AwsEvent[], { kind }: Analysis['serving']): Settings['endpoint'] {
  const config = lastObserved(aws, 'endpoint-config');
  const pools = poolsOf(aws);
  const managed = config?.managedInstanceScaling;
  return {
    kind: kind === 'instances' || kind === 'serverless' ? kind : null,
    instanceType: config?.instanceType ?? null,
    ...(pools === null ? {} : { pools: [...pools.types] }),
    ...(pools?.timeoutSeconds == null ? {} : { provisionTimeoutSeconds: pools.timeoutSeconds }),
    ...(config?.metrics === undefined
      ? {}
      : {
          metrics: {
            enhanced: config.metrics.enhanced,
            publishSeconds: config.metrics.publishSeconds,
          },
        }),
    ...(managed?.enabled === true
      ? {
          managedInstances: {
            min: managed.minInstanceCount ?? null,
            max: managed.maxInstanceCount ?? null,
          },
        }
      : {}),
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
