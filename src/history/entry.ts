/**
 * The lines of a history: what is kept of a run, and which changes were accepted.
 *
 * An entry holds everything that nights and comparisons need, so that a run's directory can be deleted.
 */
import { z } from 'zod';
import { RUN_ENDINGS } from '../analysis/run-ending.ts';
import { sketchLineSchema } from '../record/load-events.ts';
import { seriesKeySchema } from './series-key.ts';

/** Raised when a reader of the previous version would misread a line. */
export const HISTORY_VERSION = 1;

const text = z.string().nullable();

const measuredSchema = z.strictObject({
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: z.number().nonnegative(),
});

export const runEntrySchema = z.strictObject({
  type: z.literal('run'),
  schemaVersion: z.literal(HISTORY_VERSION),
  runId: z.string(),
  /** Local epoch ms of the load's start, or of the run's when nothing was sent. */
  startedAtMs: z.number(),
  status: z.enum(['pass', 'fail', 'inconclusive', 'error']),
  headline: z.string(),
  ended: z.enum(RUN_ENDINGS),
  label: text,
  commit: text,
  /** Of `run --retries`; absent for the first. */
  attempt: z.int().min(2).optional(),
  /** `seriesId(key)`. */
  series: z.string(),
  key: seriesKeySchema,
  /** Those that were judged. */
  checks: z.array(z.strictObject({ id: z.string(), status: z.string(), reason: z.string() })),
  /** Their codes. */
  findings: z.array(z.string()),
  instances: z.strictObject({
    first: z.number().nullable(),
    peak: z.number().nullable(),
    last: z.number().nullable(),
  }),
  /** By the id of the metric; what the run could not tell is absent. */
  metrics: z.record(z.string(), measuredSchema),
  segments: z.array(
    z.strictObject({ name: z.string(), seconds: z.number(), latencyMs: sketchLineSchema }),
  ),
  /** By metric, or `all`: the change for the worse that the scenario allows. */
  maxRegression: z.record(z.string(), z.number()),
  /** Seconds since the load's start of each measured stage, by scaling event. */
  scalingEvents: z.array(
    z.strictObject({
      direction: z.enum(['out', 'in']),
      fromInstances: z.number(),
      toInstances: z.number(),
      stages: z.record(z.string(), z.number()),
    }),
  ),
});
export type RunEntry = z.infer<typeof runEntrySchema>;

/** From this run on, the metrics named (all, if none is) are as they should be: the new normal. */
export const acceptanceSchema = z.strictObject({
  type: z.literal('accept'),
  schemaVersion: z.literal(HISTORY_VERSION),
  series: z.string(),
  fromRunId: z.string(),
  /** Of that run: it may be pruned before the acceptance is. */
  fromMs: z.number(),
  metrics: z.array(z.string()),
  because: text,
  acceptedAtMs: z.number(),
});
export type Acceptance = z.infer<typeof acceptanceSchema>;

export const historyLineSchema = z.discriminatedUnion('type', [runEntrySchema, acceptanceSchema]);
export type HistoryLine = z.infer<typeof historyLineSchema>;
