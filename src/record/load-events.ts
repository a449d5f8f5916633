/**
 * The lines of `load.ndjson`.
 *
 * Every line has a `type`. Readers skip types they do not know and report those lines,
 * so that an older Scaleproof can report on a newer run; the manifest's schema version also
 * applies to the lines. All times are epoch milliseconds of the local clock.
 */
import { z } from 'zod';
import { OUTCOMES } from '../systems/outcome.ts';

export const outcomeSchema = z.enum(OUTCOMES);

/** Requests by outcome; outcomes that did not occur are absent. */
export const outcomeCountsSchema = z.partialRecord(outcomeSchema, z.int().nonnegative());
export type OutcomeCounts = z.infer<typeof outcomeCountsSchema>;

/** Why a planned request was not sent. */
export const NOT_SENT_REASONS = ['connection-limit', 'stopped'] as const;
export const notSentSchema = z.partialRecord(z.enum(NOT_SENT_REASONS), z.int().nonnegative());
export type NotSentCounts = z.infer<typeof notSentSchema>;

/**
 * A mergeable quantile sketch on disk: DDSketch, relative accuracy 1 %, as base64 of its
 * deflated protobuf form, plus the exact extremes and sum, which the protobuf form lacks.
 */
export const sketchLineSchema = z.object({
  count: z.int().nonnegative(),
  sum: z.number(),
  min: z.number(),
  max: z.number(),
  ddsketch: z.base64(),
});
export type SketchLine = z.infer<typeof sketchLineSchema>;

export const sampledBySchema = z
  .object({
    name: z.string(),
    /** As what it wrote calls itself, for example `JSON` or `JTL`. */
    format: z.string(),
    /** Grain of its time stamps, ms. */
    timeResolutionMs: z.number().positive(),
    /** Grain of its latencies, ms. */
    latencyResolutionMs: z.number().positive(),
    /** Its output ended within a line, so the tool did not end in order. Absent: it is whole. */
    cutOff: z.literal(true).optional(),
  })
  .describe(
    'Another tool sent the load: it reports no plan, so `planned` is what it sent or says it dropped, and no due times, so latency runs from the actual send and lag is unknown. Absent for an engine of this project.',
  );
export type SampledBy = z.infer<typeof sampledBySchema>;

/**
 * A target's clock minus the worker's, from the `Date` headers of its responses: each confines it to about a second, and
 * all of them together to far less.
 */
const clockSchema = z.object({ offsetMs: z.number(), errorMs: z.number().nonnegative() });
export type WorkerClock = z.infer<typeof clockSchema>;

const loadStart = z.object({
  type: z.literal('start'),
  worker: z.int().positive(),
  totalWorkers: z.int().positive(),
  /** Id of the system whose rows were sent; older files have a module's path. */
  system: z.string().optional(),
  /** Local epoch ms of the plan's time zero. */
  planStartMs: z.number(),
  /** Requests in this worker's share of the plan. */
  planned: z.int().nonnegative(),
  planDurationMs: z.number(),
  /** Absent where another tool does not tell. */
  maxConnections: z.int().positive().optional(),
  /** Absent where another tool does not tell. */
  timeoutMs: z.number().optional(),
  /** The load that several machines send together, and when all of them were to start. */
  distribution: z.object({ id: z.string(), startAtMs: z.number().nullable() }).optional(),
  /** Absent: an engine of this project. Otherwise the tool, and how exact its samples are. */
  tool: sampledBySchema.optional(),
});

/** Responses by HTTP status; the first few statuses of each second, then `other`. */
export const statusCountsSchema = z.record(
  z.string().regex(/^(\d{3}|other)$/),
  z.int().nonnegative(),
);
export type StatusCounts = z.infer<typeof statusCountsSchema>;

/**
 * By outcome, then by how many whole seconds before the sample's own a request was due: a request that
 * timed out after 10 s counts under `10`.
 */
export const dueEarlierSchema = z.partialRecord(
  outcomeSchema.exclude(['correct']),
  z.record(z.string().regex(/^[1-9]\d{0,6}$/), z.int().positive()),
);
export type DueEarlier = z.infer<typeof dueEarlierSchema>;

const loadSample = z.object({
  type: z.literal('sample'),
  worker: z.int().positive(),
  /** Whole seconds since the plan's time zero; the sample covers [second, second + 1). */
  second: z.int().nonnegative(),
  startMs: z.number(),
  /** Requests with an intended send time in this second. */
  planned: z.int().nonnegative(),
  /** Requests actually sent in this second, regardless of their intended time. */
  sent: z.int().nonnegative(),
  /** Of `sent`, those that were also intended for this second. */
  sentInOwnSecond: z.int().nonnegative(),
  notSent: notSentSchema,
  /** Requests that ended in this second, by outcome. */
  outcomes: outcomeCountsSchema,
  /**
   * Of `outcomes`, those other than `correct` that were due in an earlier second. Absent without any, in
   * older files and other tools'.
   */
  dueEarlier: dueEarlierSchema.optional(),
  /** Responses that ended in this second, by HTTP status; absent in older files and other tools'. */
  statuses: statusCountsSchema.optional(),
  /** Requests awaiting a response at the end of the second. This and the next four: absent where unknown. */
  inFlight: z.int().nonnegative().optional(),
  /** Requests due but not yet sent at the end of the second. */
  backlog: z.int().nonnegative().optional(),
  connections: z.int().nonnegative().optional(),
  /** Sends that had to wait because every connection was in use. */
  connectionLimitHits: z.int().nonnegative().optional(),
  /** Share of the second in which the worker's event loop was busy, 0..1. */
  eventLoopUtilization: z.number().optional(),
  /** Actual minus intended send time, ms; of requests sent in this second. */
  lagMs: sketchLineSchema,
  /** Response end minus intended send time, ms; of requests that ended in this second. */
  latencyMs: sketchLineSchema,
  /** Response end minus actual send time, ms; of requests that ended in this second. */
  serviceTimeMs: sketchLineSchema,
  /** Of the requests that ended in this second, those whose response reports a cold start. */
  coldStarts: z.int().nonnegative().optional(),
});

const loadEnd = z.object({
  type: z.literal('end'),
  worker: z.int().positive(),
  atMs: z.number(),
  /** `planned = sent + sum(notSent)`, always. */
  planned: z.int().nonnegative(),
  sent: z.int().nonnegative(),
  notSent: notSentSchema,
  outcomes: outcomeCountsSchema,
  reason: z.enum(['completed', 'stopped']),
  /** The first few distinct transport errors, with their counts. */
  errors: z.record(z.string(), z.int().positive()),
  coldStarts: z.int().nonnegative().optional(),
  /** Absent without a response that carried a date, in older files and other tools'. */
  clock: clockSchema.optional(),
});

/**
 * The predictions of each dataset row over several seconds: a group per prediction, with the rows that
 * got it. Each worker records at most the first 10,000 rows it requests; `leftOut` above 0 says that it
 * reached that limit.
 */
const answerGroup = z
  .object({
    /** The predicted label; null if it was not kept, or the system returned none. */
    predicted: z.string().nullable(),
    outcome: z.enum(['correct', 'wrong']),
    /**
     * The label of these rows where it is not `predicted`: empty for rows without one. Also absent in older files
     * and where the sender does not know it.
     */
    expected: z.string().optional(),
    /** Row numbers, from 1. The three lists below have the same length and order. */
    rows: z.array(z.int().positive()),
    counts: z.array(z.int().positive()),
    /** Seconds after `second` when the row first got this prediction. */
    first: z.array(z.int().nonnegative()),
    /** Seconds after `second` when the row last got this prediction. */
    last: z.array(z.int().nonnegative()),
  })
  .refine(
    ({ rows, counts, first, last }) =>
      [counts, first, last].every((list) => list.length === rows.length),
    'expected lists of the same length',
  );

const loadAnswers = z.object({
  type: z.literal('answers'),
  worker: z.int().positive(),
  /** Whole seconds since the plan's time zero; the line covers [second, second + seconds). */
  second: z.int().nonnegative(),
  seconds: z.int().positive(),
  startMs: z.number(),
  groups: z.array(answerGroup),
  /** Predictions in these seconds for rows beyond the limit. */
  leftOut: z.int().nonnegative(),
});

/** One of the first failing responses of each kind. */
const loadFailure = z.object({
  type: z.literal('failure'),
  worker: z.int().positive(),
  /** When it ended. */
  atMs: z.number(),
  outcome: outcomeSchema.exclude(['correct', 'wrong']),
  /** HTTP status; null without a response. */
  status: z.int().nullable(),
  /** Transport error; null when there was a response. */
  error: z.string().nullable(),
  /** Number of the requested row. */
  row: z.int().positive(),
  latencyMs: z.number(),
  /** Its first 2 KB, secrets redacted; null without a response, or where it was too large. */
  body: z.string().max(4_096).nullable(),
  /** Length of the whole body. */
  bodyCharacters: z.int().nonnegative(),
});

export const loadEventSchema = z.discriminatedUnion('type', [
  loadStart,
  loadSample,
  loadAnswers,
  loadFailure,
  loadEnd,
]);
export type LoadEvent = z.infer<typeof loadEventSchema>;
export type LoadStart = z.infer<typeof loadStart>;
export type LoadSample = z.infer<typeof loadSample>;
export type LoadAnswers = z.infer<typeof loadAnswers>;
export type LoadFailure = z.infer<typeof loadFailure>;
export type LoadEnd = z.infer<typeof loadEnd>;

/** The tool whose samples these are; null for an engine of this project. */
export function sampledBy(load: readonly LoadEvent[]): SampledBy | null {
  for (const event of load)
    if (event.type === 'start' && event.tool !== undefined) return event.tool;
  return null;
}

/** Adds the system to a load's first line, so that samples are not judged as another system's. */
export function withSystem<T extends LoadEvent>(event: T, systemId: string): T {
  return event.type === 'start' ? { ...event, system: systemId } : event;
}
