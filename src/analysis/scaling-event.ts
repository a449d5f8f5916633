/** What is known of one change of the instance count: its stages, each with its moment and its doubt. */
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

/** A moment in a scaling event. `secondsFromPrevious` is the wait that it ended. */
export const stageSchema = z.strictObject({
  id: stageIdSchema,
  status: z.enum(['measured', 'missing', 'not-applicable']),
  /** Local epoch ms; null when missing. */
  atMs: z.number().nullable(),
  /** Half-width of the interval that surely holds the moment. */
  plusMinusSeconds: z.number().nonnegative().nullable(),
  /** Seconds since the last measured stage before this one; null for the first one. */
  secondsFromPrevious: z.number().nullable(),
  /** Where the moment was read, for example `DescribeEndpoint poll`. */
  source: z.string(),
  /** The source's own grain: a period, a poll interval. */
  resolutionSeconds: z.number().nonnegative().nullable(),
  note: z.string(),
});
export type Stage = z.infer<typeof stageSchema>;

export const scalingEventSchema = z.strictObject({
  direction: z.enum(['out', 'in']),
  fromInstances: z.int().nonnegative(),
  toInstances: z.int().nonnegative(),
  /** In the order of STAGE_IDS, all of them. */
  stages: z.array(stageSchema),
  /** From the first measured stage to `in-service`; null while not in service. */
  totalSeconds: z.number().nullable(),
});
export type ScalingEvent = z.infer<typeof scalingEventSchema>;
