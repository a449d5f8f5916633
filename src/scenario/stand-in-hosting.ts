/** How the stand-in's endpoint is made since 2026: its metrics, instance pools, a component, other policies. */
import { z } from 'zod';
import { seconds as duration } from '../input/duration.ts';
import { COMPONENT_NAME, INSTANCE_TYPE } from './aws-names.ts';
import { MAX_CONCURRENCY, MAX_INSTANCES } from './limits.ts';

/** AWS's limit on the types of a variant, and on their priorities. */
export const MAX_POOLS = 5;

const seconds = (value: number) => duration().default(value);

/** SageMaker API reference, MetricsConfig. */
const PUBLISH_SECONDS = [10, 30, 60, 120, 180, 240, 300] as const;

export const metricsSchema = z
  .strictObject({
    enhanced: z
      .boolean()
      .default(false)
      .describe('Publishes each instance’s metrics by InstanceId, too.'),
    publishSeconds: z
      .literal(PUBLISH_SECONDS)
      .default(60)
      .describe(
        'Period of the metrics, AWS seconds; of utilization alone where they are not enhanced.',
      ),
    detailedObservability: z
      .boolean()
      .default(false)
      .describe('SageMaker reports its own scaling times, which PromQL reads.'),
  })
  .describe('The MetricsConfig of the endpoint configuration.');

export const poolSchema = z
  .strictObject({
    instanceType: INSTANCE_TYPE,
    priority: z.int().min(1).max(MAX_POOLS).describe('1 is tried first.'),
    speed: z
      .number()
      .positive()
      .max(1_000)
      .default(1)
      .describe('How many times as fast it answers as `instance.serviceTimeMs` says.'),
    available: z
      .int()
      .nonnegative()
      .max(MAX_INSTANCES)
      .optional()
      .describe('Instances of this type that can be had in all; no limit by default.'),
    waitSeconds: seconds(0).describe(
      'AWS seconds for which it is tried without any before the next; SageMaker tells a shortage at once.',
    ),
  })
  .describe('One instance type of a variant of instance pools.');

export const componentSchema = z
  .strictObject({
    name: COMPONENT_NAME,
    copiesPerInstance: z
      .int()
      .positive()
      .max(MAX_CONCURRENCY)
      .default(1)
      .describe('Copies that one instance can hold.'),
    initialCopies: z.int().nonnegative().max(MAX_INSTANCES).default(1),
    copyStartSeconds: seconds(60).describe(
      'AWS seconds from an instance with room to a copy in service.',
    ),
    minInstances: z
      .int()
      .nonnegative()
      .max(MAX_INSTANCES)
      .default(1)
      .describe('ManagedInstanceScaling; 0 lets the endpoint go to zero.'),
    maxInstances: z
      .int()
      .positive()
      .max(MAX_INSTANCES)
      .default(4)
      .describe('ManagedInstanceScaling; a copy without room on them stays wanted.'),
    instanceIdleSeconds: seconds(720).describe(
      'AWS seconds for which an instance that holds no copy is kept.',
    ),
    wakeUp: z
      .boolean()
      .default(false)
      .describe('Adds the step-scaling policy and the alarm that scale out from zero copies.'),
    updateAtSeconds: duration()
      .optional()
      .describe('A rolling update begins so many AWS seconds after the start.'),
    updateSeconds: seconds(300).describe(
      'How long such an update takes, AWS seconds, unless its copies take longer to start.',
    ),
  })
  .describe(
    'An inference component: `policy` and `instance` are then of its copies, and instances follow them.',
  );

export const stepPolicySchema = z
  .strictObject({
    name: z.string().min(1).default('step-policy'),
    metric: z
      .enum(['Invocations', 'InvocationsPerInstance', 'ModelLatency', 'CPUUtilization'])
      .default('Invocations'),
    threshold: z
      .number()
      .nonnegative()
      .max(1_000_000_000)
      .describe('Of the alarm: per AWS minute for a sum, microseconds for ModelLatency.'),
    datapoints: z.int().positive().max(1_440).default(1),
    adjustment: z
      .int()
      .min(-MAX_INSTANCES)
      .max(MAX_INSTANCES)
      .refine((count) => count !== 0, 'must not be 0')
      .describe('Instances to add above the threshold; negative removes them below it.'),
    cooldownSeconds: seconds(300),
  })
  .describe('A step-scaling policy beside the target-tracking one, with its alarm.');

export const scheduledActionSchema = z
  .strictObject({
    name: z.string().min(1),
    atSeconds: seconds(0).describe('AWS seconds after the start.'),
    minCapacity: z.int().nonnegative().max(MAX_INSTANCES).optional(),
    maxCapacity: z.int().positive().max(MAX_INSTANCES).optional(),
  })
  .describe('A scheduled action that changes the capacity limits once.');
