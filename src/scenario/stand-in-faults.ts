/** The faults the stand-in can inject, to test that they are noticed: `standIn.faults`. All off by default. */
import { z } from 'zod';
import { seconds } from '../input/duration.ts';
import { MAX_INSTANCES } from './limits.ts';
import { OPERATIONS, PUBLISHED_METRICS } from './stand-in-names.ts';

const share = z.number().min(0).max(1).default(0);

/** Metrics the high alarm can be made to watch instead of the one the policy tracks. */
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
    throttledShare: share.describe('Share of calls answered with "Rate exceeded".'),
    failedShare: share.describe('Share of calls answered with HTTP 500.'),
    hungShare: share.describe('Share of calls never answered.'),
    malformedShare: share.describe('Share of calls whose response is cut off in the middle.'),
    partialShare: share.describe(
      'Share of GetMetricData calls that omit the newer half of the datapoints, with ' +
        'StatusCode PartialData.',
    ),
    revisedShare: share.describe(
      'Share of datapoints that are too low at first and corrected one period later.',
    ),
    unordered: z
      .boolean()
      .default(false)
      .describe('GetMetricData returns datapoints in arbitrary order.'),
    denied: z
      .array(z.enum(OPERATIONS))
      .default([])
      .describe('Operations answered with AccessDenied, such as `DescribeEndpoint`.'),
    fromSeconds: seconds()
      .default(0)
      .describe('AWS seconds after the start at which these faults begin.'),
    seconds: seconds({ above: 0 })
      .optional()
      .describe('AWS seconds for which they last; to the end by default.'),
  })
  .refine(
    (faults) =>
      faults.throttledShare + faults.failedShare + faults.hungShare + faults.malformedShare <= 1,
    'throttledShare, failedShare, hungShare and malformedShare add up to more than 1',
  )
  .describe('Faults of the AWS APIs that Scaleproof reads, never of predictions. Seeded.');

export const faultsSchema = z
  .strictObject({
    swapLabels: z
      .boolean()
      .default(false)
      .describe("Swaps the model's classes 1 and 2: well-formed but wrong answers."),
    quotaInstances: z
      .int()
      .positive()
      .max(MAX_INSTANCES)
      .optional()
      .describe('Account instance quota; requests for more instances fail.'),
    scalingRefusal: z
      .string()
      .min(1)
      .optional()
      .describe('Makes every change of the instance count fail with this SageMaker message.'),
    unscalable: z
      .strictObject({
        atSeconds: seconds().default(0).describe('AWS seconds after the start.'),
        seconds: seconds({ above: 0 }).describe('AWS seconds for which it lasts.'),
      })
      .optional()
      .describe('A time in which SageMaker marks the variant as not scalable.'),
    capacityShortageSeconds: seconds({ above: 0 })
      .optional()
      .describe(
        'New instances never come: the endpoint is Updating for so many AWS seconds, then back at the old count.',
      ),
    lostDatapoints: z
      .strictObject({
        atSeconds: seconds().default(0).describe('AWS seconds after the start.'),
        seconds: seconds({ above: 0 }).describe('AWS seconds for which it lasts.'),
      })
      .optional()
      .describe('A time whose periods CloudWatch never publishes for the variant.'),
    holdScaleInSeconds: seconds()
      .default(0)
      .describe('AWS seconds for which the policy ignores its low alarm.'),
    suspendScaleOut: z
      .boolean()
      .default(false)
      .describe('Sets DynamicScalingOutSuspended on the scalable target.'),
    alarmMetric: z
      .enum(MISTAKEN_METRICS)
      .optional()
      .describe("Metric the high alarm watches by mistake, with the policy's threshold."),
    unpublishedMetrics: z
      .array(z.enum(PUBLISHED_METRICS))
      .default([])
      .describe('Endpoint metrics that never reach CloudWatch.'),
    badInstance: z
      .strictObject({
        ordinal: z
          .int()
          .positive()
          .max(MAX_INSTANCES)
          .describe('Which instance: 1 is the first launched, and so on.'),
        errorShare: share.describe('Share of its requests that its container fails with 500.'),
        slowFactor: z
          .number()
          .min(1)
          .max(10_000)
          .default(1)
          .describe('How many times slower it is.'),
        swapLabels: z
          .boolean()
          .default(false)
          .describe('Serves a different model, with classes 1 and 2 swapped.'),
        staleShare: share.describe(
          'Serves an older version of the model, which puts this share of rows into the next class.',
        ),
      })
      .optional()
      .describe('One instance that performs worse than the others.'),
    starvedInstance: z
      .strictObject({
        ordinal: z
          .int()
          .positive()
          .max(MAX_INSTANCES)
          .describe('Which instance: 1 is the first launched, and so on.'),
        share: share.describe('Share of its even split of the requests that it is sent.'),
      })
      .optional()
      .describe('One instance that the router sends fewer requests than the others.'),
    errorsWhileUpdating: share.describe(
      'Share of requests answered with 503 while the endpoint is Updating.',
    ),
    stall: z
      .strictObject({
        atSeconds: seconds().describe('AWS seconds after the start.'),
        seconds: seconds({ above: 0 }).describe('How long it lasts, AWS seconds.'),
      })
      .optional()
      .describe('A stall: the endpoint completes no request; those in flight wait.'),
    apis: apiFaultsSchema.prefault({}),
    clockSkewSeconds: z
      .number()
      .min(-86_400)
      .max(86_400)
      .default(0)
      .describe("Seconds AWS's clock is ahead of this one (negative: behind); not divided."),
  })
  .describe('Deliberate faults, to test that they are noticed.');
export type FaultsConfig = z.infer<typeof faultsSchema>;
