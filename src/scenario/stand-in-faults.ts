/** What can be broken on purpose, to see it noticed: `standIn.faults`. All of it is off by default. */
import { z } from 'zod';

const share = z.number().min(0).max(1).default(0);

/** What the high alarm can be made to watch in place of the metric that the policy tracks. */
export const MISTAKEN_METRICS = [
  'Invocations',
  'Invocation4XXErrors',
  'Invocation5XXErrors',
  'InvocationModelErrors',
  'ModelLatency',
  'OverheadLatency',
  'CPUUtilization',
] as const;

export const apiFaultsSchema = z
  .strictObject({
    throttledShare: share.describe('Of calls, the share answered "Rate exceeded".'),
    failedShare: share.describe('Of calls, the share answered HTTP 500.'),
    hungShare: share.describe('Of calls, the share never answered.'),
    malformedShare: share.describe('Of calls, the share whose answer ends in the middle.'),
    partialShare: share.describe(
      'Of GetMetricData calls, the share that lacks the newer half of the datapoints, with ' +
        'StatusCode PartialData.',
    ),
    revisedShare: share.describe(
      'Of datapoints, the share that is too low at first, and right one period later.',
    ),
    unordered: z.boolean().default(false).describe('GetMetricData lists datapoints in any order.'),
    denied: z
      .array(z.string())
      .default([])
      .describe('Operations answered with AccessDenied, such as `DescribeEndpoint`.'),
    fromSeconds: z
      .number()
      .nonnegative()
      .default(0)
      .describe('AWS seconds after the start at which this begins.'),
    seconds: z
      .number()
      .positive()
      .optional()
      .describe('AWS seconds for which it goes on; to the end if absent.'),
  })
  .refine(
    (faults) =>
      faults.throttledShare + faults.failedShare + faults.hungShare + faults.malformedShare <= 1,
    'throttledShare, failedShare, hungShare and malformedShare add up to more than 1',
  )
  .describe('Misbehaviour of the AWS APIs that are read; never of predictions. Seeded.');

export const faultsSchema = z
  .strictObject({
    swapLabels: z
      .boolean()
      .default(false)
      .describe('Classes 1 and 2 of the model change places: well-formed answers that are wrong.'),
    quotaInstances: z
      .int()
      .positive()
      .optional()
      .describe('The account may have so many instances; asking for more fails.'),
    scalingRefusal: z
      .string()
      .optional()
      .describe('What every change of the instance count fails with, in the words of SageMaker.'),
    unscalable: z
      .strictObject({
        atSeconds: z.number().nonnegative().default(0).describe('AWS seconds after the start.'),
        seconds: z.number().positive().describe('AWS seconds for which it lasts.'),
      })
      .optional()
      .describe('A time in which SageMaker marks the variant as not scalable.'),
    capacityShortageSeconds: z
      .number()
      .positive()
      .optional()
      .describe(
        'New instances never come: the endpoint is Updating for so many AWS seconds, then back at the old count.',
      ),
    lostDatapoints: z
      .strictObject({
        atSeconds: z.number().nonnegative().default(0).describe('AWS seconds after the start.'),
        seconds: z.number().positive().describe('AWS seconds for which it lasts.'),
      })
      .optional()
      .describe('A time whose periods CloudWatch never publishes for the variant.'),
    holdScaleInSeconds: z
      .number()
      .nonnegative()
      .default(0)
      .describe('AWS seconds for which the policy does nothing about its low alarm.'),
    suspendScaleOut: z
      .boolean()
      .default(false)
      .describe('The scalable target has DynamicScalingOutSuspended set.'),
    alarmMetric: z
      .enum(MISTAKEN_METRICS)
      .optional()
      .describe('What the high alarm watches by mistake, with the threshold of the policy.'),
    unpublishedMetrics: z
      .array(z.string())
      .default([])
      .describe('Metrics of the endpoint that never reach CloudWatch.'),
    badInstance: z
      .strictObject({
        ordinal: z.int().positive().describe('Which one: 1 is the first launched, and so on.'),
        errorShare: share.describe('Of its requests, the share its container fails with 500.'),
        slowFactor: z.number().min(1).default(1).describe('How much longer it takes.'),
        swapLabels: z
          .boolean()
          .default(false)
          .describe('It serves another model: classes 1 and 2 change places.'),
      })
      .optional()
      .describe('One instance that is worse than the others.'),
    errorsWhileUpdating: share.describe(
      'Of requests while the endpoint is Updating, the share answered 503.',
    ),
    stall: z
      .strictObject({
        atSeconds: z.number().nonnegative().describe('AWS seconds after the start.'),
        seconds: z.number().positive().describe('AWS seconds for which it lasts.'),
      })
      .optional()
      .describe('A time in which the endpoint completes no request; those under way wait.'),
    apis: apiFaultsSchema.prefault({}),
    clockSkewSeconds: z
      .number()
      .default(0)
      .describe('AWS is so many seconds ahead of this clock (behind if negative); not divided.'),
  })
  .describe('What is deliberately broken, to see it noticed.');
export type FaultsConfig = z.infer<typeof faultsSchema>;
