/** The stand-in's settings. Durations are AWS durations; `timeCompression` divides them all. */
import { z } from 'zod';
import { seconds as duration, milliseconds } from '../input/duration.ts';
import { COMPONENT_NAME, INSTANCE_TYPE } from './aws-names.ts';
import { MAX_INSTANCES, MAX_RPS } from './limits.ts';
import { faultsSchema } from './stand-in-faults.ts';

/** Requests that one simulated instance can hold, or a function can run at once. */
const MAX_CONCURRENCY = 100_000;

/** AWS's limit on the types of a variant, and on their priorities. */
const MAX_POOLS = 5;

/** Where neither a type nor pools are set. */
export const DEFAULT_INSTANCE_TYPE = 'ml.m5.xlarge';

const seconds = (value: number) => duration().default(value);

export const policySchema = z
  .strictObject({
    minCapacity: z.int().nonnegative().max(MAX_INSTANCES).default(1).describe('Minimum instances.'),
    maxCapacity: z.int().positive().max(MAX_INSTANCES).default(4).describe('Maximum instances.'),
    metric: z
      .enum(['InvocationsPerInstance', 'ConcurrentRequestsPerModel'])
      .default('InvocationsPerInstance')
      .describe(
        'Tracked metric; ConcurrentRequestsPerModel is published every 10 s. With a component, the same per copy.',
      ),
    targetConcurrency: z
      .number()
      .positive()
      .max(MAX_CONCURRENCY)
      .default(6)
      .describe('Target for ConcurrentRequestsPerModel, concurrent requests per instance.'),
    targetPerMinute: z
      .number()
      .positive()
      .max(1_000_000_000)
      .default(18_000)
      .describe('Target for InvocationsPerInstance, requests per AWS minute.'),
    alarmDatapoints: z
      .int()
      .positive()
      .max(1_440)
      .default(3)
      .describe('Consecutive periods above the target that make the high alarm fire.'),
    scaleOutCooldownSeconds: seconds(300).describe('AWS seconds.'),
    scaleInCooldownSeconds: seconds(300).describe('AWS seconds.'),
    scaleInDisabled: z.boolean().default(false),
    scaleInOneByOne: z
      .boolean()
      .default(false)
      .describe('Scale-in takes one instance at a time, as was recorded of Lambda.'),
    scaleInByTenSeconds: z
      .boolean()
      .default(false)
      .describe(
        'The scale-in alarm of ConcurrentRequestsPerModel counts 90 periods of 10 s, as was recorded of inference components, instead of 15 of 60 s; of a component it always does.',
      ),
  })
  .describe('The target-tracking policy on the variant.');

export const instanceSchema = z
  .strictObject({
    concurrency: z
      .int()
      .positive()
      .max(MAX_CONCURRENCY)
      .default(8)
      .describe('Concurrent requests per instance.'),
    queue: z
      .int()
      .nonnegative()
      .max(MAX_CONCURRENCY)
      .default(2_000)
      .describe('Requests one instance can queue.'),
    serviceTimeMs: milliseconds({ above: 0 })
      .default(8)
      .describe('Median service time, wall-clock ms.'),
    serviceTimeSigma: z
      .number()
      .nonnegative()
      .max(5)
      .default(0.35)
      .describe('Sigma of the log-normal service time; 0 makes it constant.'),
    provisioningSeconds: seconds(270).describe('AWS seconds from request to in service.'),
    trafficDelaySeconds: seconds(30).describe(
      'AWS seconds from in service to the first request that SageMaker sends to a new instance.',
    ),
    warmUpSeconds: seconds(0).describe('AWS seconds for which a new instance is slow.'),
    warmUpFactor: z
      .number()
      .min(1)
      .max(10_000)
      .default(3)
      .describe('How many times slower it is meanwhile.'),
  })
  .describe('One simulated instance.');

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

export const serverlessSchema = z
  .strictObject({
    maxConcurrency: z.int().min(1).max(200).describe('Concurrent requests; one more is throttled.'),
    memoryMb: z
      .literal([1024, 2048, 3072, 4096, 5120, 6144])
      .default(2048)
      .describe('Memory per execution environment, MB.'),
    coldStartMs: milliseconds()
      .default(1_500)
      .describe('Wait of the first request to an execution environment, wall-clock ms.'),
    keepWarmSeconds: seconds(300).describe('AWS seconds an idle execution environment is kept.'),
  })
  .describe(
    'Makes the endpoint serverless; `policy`, `initialInstances` and the like then have no effect.',
  );

export const apiGatewaySchema = z
  .strictObject({
    rateRps: z.number().positive().max(MAX_RPS).describe('Requests per second; more get HTTP 429.'),
    burst: z
      .int()
      .positive()
      .max(MAX_RPS)
      .describe('Requests above the rate that may arrive at once.'),
  })
  .describe('API Gateway throttling; none by default.');

export const lambdaSchema = z
  .strictObject({
    reservedConcurrency: z
      .int()
      .positive()
      .max(MAX_CONCURRENCY)
      .optional()
      .describe('Concurrent invocations; more are throttled. Unlimited by default.'),
    provisionedConcurrency: z
      .int()
      .nonnegative()
      .max(MAX_CONCURRENCY)
      .default(0)
      .describe('Execution environments kept warm; spillover invocations may be cold starts.'),
    coldStartMs: milliseconds()
      .default(0)
      .describe('Wait of the first invocation of an execution environment, wall-clock ms.'),
    keepWarmSeconds: seconds(300).describe('AWS seconds an idle execution environment is kept.'),
  })
  .describe('The Lambda function in front of the endpoint.');

export const standInSchema = z.strictObject({
  timeCompression: z
    .number()
    .min(1)
    .max(3_600)
    .default(12)
    .describe(
      'Divides every AWS duration: 12 makes a 60 s metric period 5 s; 1 runs in real time.',
    ),
  initialInstances: z.int().positive().max(MAX_INSTANCES).default(1),
  instanceType: INSTANCE_TYPE.default(DEFAULT_INSTANCE_TYPE),
  routing: z.enum(['random', 'least-outstanding']).default('random'),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1)
    .describe('Seeds service times and routing.'),
  publishDelaySeconds: seconds(60).describe(
    "AWS seconds from a period's end to its visible datapoint.",
  ),
  overheadMs: milliseconds()
    .default(0)
    .describe(
      'Wall-clock ms that network, API, function and SageMaker add to each answer; no slot is taken meanwhile.',
    ),
  zerosWhenIdle: z
    .boolean()
    .default(true)
    .describe('Whether a variant without requests publishes zeros; AWS has been seen to do both.'),
  policy: policySchema.prefault({}),
  instance: instanceSchema.prefault({}),
  metrics: metricsSchema.optional(),
  pools: z
    .array(poolSchema)
    .min(1)
    .max(MAX_POOLS)
    .optional()
    .describe('Instance types in place of `instanceType`.'),
  poolTimeoutSeconds: duration()
    .optional()
    .describe('AWS seconds for which one pool is tried before the next; 300 by default.'),
  component: componentSchema.optional(),
  stepPolicy: stepPolicySchema.optional(),
  scheduledActions: z.array(scheduledActionSchema).max(10).optional(),
  serverless: serverlessSchema.optional(),
  apiGateway: apiGatewaySchema.optional(),
  lambda: lambdaSchema.prefault({}),
  faults: faultsSchema.prefault({}),
});
/** As the user writes it: everything optional. */
export type StandInInput = z.input<typeof standInSchema>;
export type StandInConfig = z.infer<typeof standInSchema>;
