/** Settings of the stand-in. Durations are AWS durations; `timeCompression` divides them all. */
import { z } from 'zod';

const seconds = (value: number) => z.number().nonnegative().default(value);

export const policySchema = z
  .strictObject({
    minCapacity: z.int().nonnegative().default(1).describe('Fewest instances.'),
    maxCapacity: z.int().positive().default(4).describe('Most instances.'),
    targetPerMinute: z
      .number()
      .positive()
      .default(18_000)
      .describe('Target InvocationsPerInstance, requests per AWS minute.'),
    scaleOutCooldownSeconds: seconds(300).describe('AWS seconds.'),
    scaleInCooldownSeconds: seconds(300).describe('AWS seconds.'),
    scaleInDisabled: z.boolean().default(false),
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

export const standInSchema = z.strictObject({
  timeCompression: z
    .number()
    .min(1)
    .max(3_600)
    .default(12)
    .describe('Divides every AWS duration: 12 makes a 60 s metric period 5 s. 1 is true to life.'),
  initialInstances: z.int().positive().default(1),
  instanceType: z.string().default('ml.m5.xlarge'),
  routing: z.enum(['random', 'least-outstanding']).default('random'),
  seed: z.int().default(1).describe('Seeds service times and routing.'),
  publishDelaySeconds: seconds(60).describe('AWS seconds from period end to visible datapoint.'),
  policy: policySchema.prefault({}),
  instance: instanceSchema.prefault({}),
});
/** As written by a user: everything optional. */
export type StandInInput = z.input<typeof standInSchema>;
export type StandInConfig = z.infer<typeof standInSchema>;
