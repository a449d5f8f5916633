/** Defines a scaling event: one change of the instance count, its stages with their errors, and its lag. */
import { z } from 'zod';

export const STAGE_IDS = [
  'load-step',
  'metric-breach',
  'alarm',
  'activity',
  'desired-changed',
  'in-service',
  'latency-recovered',
] as const;
export const stageIdSchema = z.enum(STAGE_IDS);
export type StageId = z.infer<typeof stageIdSchema>;

/** A moment in a scaling event. `secondsFromPrevious` is the wait before it. */
export const stageSchema = z.strictObject({
  id: stageIdSchema,
  status: z.enum(['measured', 'missing', 'not-applicable']),
  /** Local epoch ms; null when missing. */
  atMs: z.number().nullable(),
  /** Half-width of the interval that contains the moment. */
  plusMinusSeconds: z.number().nonnegative().nullable(),
  /** Seconds since the last measured stage before this one; null for the first one. */
  secondsFromPrevious: z.number().nullable(),
  /** The two moments are indistinguishable: the wait is tiny and within the errors of their sources. */
  sameTimeAsPrevious: z.boolean(),
  /** Seconds since the event's first measured stage; null when missing. */
  secondsFromFirst: z.number().nullable(),
  /** Where the moment was read, for example `DescribeEndpoint poll`. */
  source: z.string(),
  /** The resolution of the source: a period, a poll interval. */
  resolutionSeconds: z.number().nonnegative().nullable(),
  note: z.string(),
});
export type Stage = z.infer<typeof stageSchema>;

/** The causes of lag; see lag.ts. */
export const LAG_PARTS = ['detection', 'decision', 'provisioning', 'recovery'] as const;
export type LagPartName = (typeof LAG_PARTS)[number];

const lagPartSchema = z.strictObject({
  names: z
    .array(z.enum(LAG_PARTS))
    .describe('More than one where the moment between them was not measured.'),
  fromStage: stageIdSchema,
  toStage: stageIdSchema,
  fromMs: z.number().describe('Local epoch ms.'),
  toMs: z.number().describe('Local epoch ms.'),
  seconds: z.number().nonnegative(),
  plusMinusSeconds: z
    .number()
    .nonnegative()
    .describe('The errors of both ends together: the true duration lies within.'),
  endPlusMinusSeconds: z.number().nonnegative().describe('Of `toMs` alone.'),
  sameTime: z
    .boolean()
    .describe('Its ends are indistinguishable: too close for the resolution of the sources.'),
  share: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe("Share of the event's totalSeconds; null for recovery, which is not part of it."),
});
export type LagPart = z.infer<typeof lagPartSchema>;

const waitSchema = z
  .strictObject({ value: z.number().nonnegative(), plusMinus: z.number().nonnegative() })
  .nullable();

const lagSchema = z
  .strictObject({
    detectionSeconds: waitSchema.describe('load-step to alarm.'),
    decisionSeconds: waitSchema.describe('alarm to desired-changed.'),
    provisioningSeconds: waitSchema.describe('desired-changed to in-service.'),
    recoverySeconds: waitSchema.describe('in-service to latency-recovered.'),
    parts: z.array(lagPartSchema).describe('The measured parts, in time order.'),
  })
  .describe('Each of the four is null unless both its ends were measured.');
export type Lag = z.infer<typeof lagSchema>;

/** A moment of the layer below: the instances that an inference component's copies run on. */
const instanceStageSchema = z.strictObject({
  id: z.enum(['instance-wanted', 'instance-in-service']),
  ...stageSchema.omit({ id: true }).shape,
  instances: z.int().nonnegative().nullable().describe('Wanted, or in service; null when missing.'),
});
export type InstanceStage = z.infer<typeof instanceStageSchema>;

const causeSchema = z.strictObject({
  kind: z.enum(['policy', 'scheduled-action', 'minimum', 'maximum', 'other']),
  name: z
    .string()
    .nullable()
    .describe('Of the policy or the scheduled action; null where it has none.'),
  alarm: z.string().nullable().describe('The alarm that made the policy act; else null.'),
});
export type ScalingCause = z.infer<typeof causeSchema>;

const secondOpinionSchema = z.strictObject({
  metric: z.string(),
  awsSeconds: z.number().nonnegative().describe("SageMaker's own time of the scale-out."),
  relation: z
    .enum(['agrees', 'with-detection', 'differs'])
    .describe(
      '`agrees`: with the time from the policy acting to in service. `with-detection`: with a time that began before it. `differs`: with neither.',
    ),
  ourSeconds: z.number().nonnegative().describe('The time that it was held against.'),
  plusMinusSeconds: z.number().nonnegative(),
});
export type SecondOpinion = z.infer<typeof secondOpinionSchema>;

export const scalingEventSchema = z.strictObject({
  direction: z.enum(['out', 'in']),
  fromInstances: z.int().nonnegative(),
  toInstances: z.int().nonnegative(),
  /** In the order of STAGE_IDS, all of them. */
  stages: z.array(stageSchema),
  /** From the first measured stage to `in-service`; null when the instances were not seen in service. */
  totalSeconds: z.number().nullable(),
  lag: lagSchema,
  counts: z
    .literal('copies')
    .optional()
    .describe('The counts are copies of an inference component; absent for instances.'),
  instanceStages: z
    .array(instanceStageSchema)
    .optional()
    .describe(
      'For copies: when instances for them were wanted and in service, in that order; absent for instances.',
    ),
  cause: causeSchema
    .optional()
    .describe('What made the count change; absent where AWS did not say.'),
  awsReport: secondOpinionSchema
    .optional()
    .describe("AWS's own scaling time beside ours; absent where it was not read."),
});
export type ScalingEvent = z.infer<typeof scalingEventSchema>;
