/** The stand-in's settings. Durations are AWS durations; `timeCompression` divides them all. */
import { z } from 'zod';
import { seconds as duration, milliseconds } from '../input/duration.ts';
import { INSTANCE_TYPE } from './aws-names.ts';
import { MAX_CONCURRENCY, MAX_INSTANCES, MAX_RPS } from './limits.ts';
import { faultsSchema } from './stand-in-faults.ts';
import {
  componentSchema,
  MAX_POOLS,
  metricsSchema,
  poolSchema,
  scheduledActionSchema,
  stepPolicySchema,
} from './stand-in-hosting.ts';

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
    .describe(
      'AWS seconds for which all pools together are tried before the endpoint goes back to its old count; 300 by default.',
    ),
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
