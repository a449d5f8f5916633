/** Settings of the stand-in. Durations are AWS durations; `timeCompression` divides them all. */
import { z } from 'zod';
import { UserError } from '../input/user-error.ts';
import { faultsSchema } from './stand-in-faults.ts';

/** Each instance takes memory of this process; no quota of AWS is near it. */
export const MAX_INSTANCES = 1000;

const seconds = (value: number) => z.number().nonnegative().default(value);

export const policySchema = z
  .strictObject({
    minCapacity: z.int().nonnegative().default(1).describe('Fewest instances.'),
    maxCapacity: z.int().positive().max(MAX_INSTANCES).default(4).describe('Most instances.'),
    metric: z
      .enum(['InvocationsPerInstance', 'ConcurrentRequestsPerModel'])
      .default('InvocationsPerInstance')
      .describe('What the policy tracks; ConcurrentRequestsPerModel is published every 10 s.'),
    targetConcurrency: z
      .number()
      .positive()
      .default(6)
      .describe('Target ConcurrentRequestsPerModel, requests an instance has at once.'),
    targetPerMinute: z
      .number()
      .positive()
      .default(18_000)
      .describe('Target InvocationsPerInstance, requests per AWS minute.'),
    alarmDatapoints: z
      .int()
      .positive()
      .default(3)
      .describe('Periods in a row over the target that make the high alarm fire.'),
    scaleOutCooldownSeconds: seconds(300).describe('AWS seconds.'),
    scaleInCooldownSeconds: seconds(300).describe('AWS seconds.'),
    scaleInDisabled: z.boolean().default(false),
    scaleInOneByOne: z
      .boolean()
      .default(false)
      .describe('Scale-in takes one instance at a time, as was recorded of Lambda.'),
  })
  .describe('The target-tracking policy on the variant.');

export const instanceSchema = z
  .strictObject({
    concurrency: z.int().positive().default(8).describe('Requests one instance serves at once.'),
    queue: z.int().nonnegative().default(2_000).describe('Requests one instance lets wait.'),
    serviceTimeMs: z.number().positive().default(8).describe('Median service time, wall-clock ms.'),
    serviceTimeSigma: z
      .number()
      .nonnegative()
      .default(0.35)
      .describe('Sigma of the log-normal service time; 0 makes it constant.'),
    provisioningSeconds: seconds(270).describe('AWS seconds from request to in service.'),
    warmUpSeconds: seconds(0).describe('AWS seconds in which a new instance is slow.'),
    warmUpFactor: z.number().min(1).default(3).describe('How much slower a cold instance is.'),
  })
  .describe('One simulated instance.');

export const serverlessSchema = z
  .strictObject({
    maxConcurrency: z.int().min(1).max(200).describe('Requests at once; one more is throttled.'),
    memoryMb: z
      .literal([1024, 2048, 3072, 4096, 5120, 6144])
      .default(2048)
      .describe('Memory of one environment.'),
    coldStartMs: z
      .number()
      .nonnegative()
      .default(1_500)
      .describe('What the first request of an environment waits for, wall-clock ms.'),
    keepWarmSeconds: seconds(300).describe('AWS seconds an idle environment is kept.'),
  })
  .describe('A serverless endpoint: then `policy`, `initialInstances` and the like mean nothing.');

export const apiGatewaySchema = z
  .strictObject({
    rateRps: z.number().positive().describe('Requests a second; more get HTTP 429.'),
    burst: z.int().positive().describe('Requests beyond the rate that may come at once.'),
  })
  .describe('Throttle of API Gateway; none if absent.');

export const lambdaSchema = z
  .strictObject({
    reservedConcurrency: z
      .int()
      .positive()
      .optional()
      .describe('Invocations at once; more are throttled. Unbounded if absent.'),
    provisionedConcurrency: z
      .int()
      .nonnegative()
      .default(0)
      .describe('Environments that are always warm; what spills over may start cold.'),
    coldStartMs: z
      .number()
      .nonnegative()
      .default(0)
      .describe('What a new environment makes its first invocation wait, wall-clock ms.'),
    keepWarmSeconds: seconds(300).describe('AWS seconds an idle environment is kept.'),
  })
  .describe('The Lambda function in front of the endpoint.');

export const standInSchema = z.strictObject({
  timeCompression: z
    .number()
    .min(1)
    .max(3_600)
    .default(12)
    .describe('Divides every AWS duration: 12 makes a 60 s metric period 5 s. 1 is true to life.'),
  initialInstances: z.int().positive().max(MAX_INSTANCES).default(1),
  instanceType: z.string().default('ml.m5.xlarge'),
  routing: z.enum(['random', 'least-outstanding']).default('random'),
  seed: z.int().default(1).describe('Seeds service times and routing.'),
  publishDelaySeconds: seconds(60).describe('AWS seconds from period end to visible datapoint.'),
  zerosWhenIdle: z
    .boolean()
    .default(true)
    .describe('Whether a variant without requests publishes zeros; AWS was told of as doing both.'),
  policy: policySchema.prefault({}),
  instance: instanceSchema.prefault({}),
  serverless: serverlessSchema.optional(),
  apiGateway: apiGatewaySchema.optional(),
  lambda: lambdaSchema.prefault({}),
  faults: faultsSchema.prefault({}),
});
/** As written by a user: everything optional. */
export type StandInInput = z.input<typeof standInSchema>;
export type StandInConfig = z.infer<typeof standInSchema>;

/** @throws UserError that names the two settings and how to mend them */
export function refuseContradictions(config: StandInConfig): void {
  const { minCapacity, maxCapacity } = config.policy;
  const { reservedConcurrency, provisionedConcurrency } = config.lambda;
  if (provisionedConcurrency > (reservedConcurrency ?? provisionedConcurrency)) {
    throw new UserError(
      `lambda.provisionedConcurrency (${provisionedConcurrency}) is above ` +
        `lambda.reservedConcurrency (${reservedConcurrency}); lower the one or raise the other.`,
    );
  }
  if (minCapacity < 1) {
    throw new UserError(
      'policy.minCapacity is 0, and an endpoint variant scales to no fewer than 1; set it to 1.',
    );
  }
  if (minCapacity > maxCapacity) {
    throw new UserError(
      `policy.minCapacity (${minCapacity}) is above policy.maxCapacity (${maxCapacity}); ` +
        'lower the one or raise the other.',
    );
  }
}
