/**
 * The one verdict object. Exit code, terminal, HTML, JUnit and `verdict.json` all read it; none of
 * them computes anything.
 */
import { z } from 'zod';
import { RUN_ENDINGS } from '../analysis/analyse.ts';
import { scalingEventSchema } from '../analysis/scaling-event.ts';
import { CHECK_IDS, CHECKS, REASONS } from './checks/registry.ts';
import { provenanceSchema } from './provenance.ts';
import { quantitySchema } from './quantity.ts';
import { settingsSchema } from './settings.ts';

export const statusSchema = z.enum(['pass', 'fail', 'inconclusive', 'error']);
export type Status = z.infer<typeof statusSchema>;

export const checkSchema = z.strictObject({
  id: z.enum(CHECK_IDS).describe(CHECKS.map(({ id, question }) => `${id}: ${question}`).join(' ')),
  /** `skipped`: the scenario does not ask for it, or what it is about does not exist here. */
  status: z.enum(['pass', 'fail', 'inconclusive', 'skipped']),
  /** Stable, for machines: `ok` on a pass. */
  reason: z.enum(REASONS),
  /** What was seen, with its unit, in words. */
  observed: z.string(),
  /** The number of `observed` that decides, where there is one. */
  observedValue: quantitySchema.nullable(),
  /** What was asked for, with its unit, in words. */
  limit: z.string(),
  /** The number of `limit` that `observedValue` is held against, in the same unit. */
  limitValue: quantitySchema.nullable(),
  /** Why the status is what it is; on a failure also what to look at next. One or two sentences. */
  message: z.string(),
  /** Statistical confidence of the statement, 0..1, where it is one. */
  confidence: z.number().min(0).max(1).nullable(),
  /** Requests, dataset rows, datapoints or polls the statement rests on. */
  n: z.int().nonnegative().nullable(),
  /** How alike the seconds of the window were, and how many independent looks it is worth. */
  looks: z
    .strictObject({
      seconds: z.int().nonnegative(),
      /** Seconds after which latency has forgotten where it was. */
      waveSeconds: z.number().min(1),
      looks: z.number().nonnegative(),
    })
    .nullable(),
});
export type Check = z.infer<typeof checkSchema>;

/**
 * Something that the run shows and its reader should know: what held scaling back, what differs, what
 * looks wrong. Findings explain; only checks decide.
 */
export const findingSchema = z.strictObject({
  /** Stable, for machines, for example `slow-provisioning`. */
  code: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** `problem`: needs somebody's attention. `note`: how things are, told because it matters here. */
  severity: z.enum(['problem', 'note']),
  /** What was seen, with its units. One or two sentences. */
  message: z.string(),
  /** What to do about it. One sentence. */
  advice: z.string(),
  /** The number behind the message, where there is one. */
  value: quantitySchema.nullable(),
  /** Lines of the run's files that show it, numbered from 1; the first few of many. */
  evidence: z.array(
    z.strictObject({
      file: z.enum(['aws.ndjson', 'load.ndjson', 'manifest.json']),
      lines: z.array(z.int().positive()),
    }),
  ),
});
export type Finding = z.infer<typeof findingSchema>;

const percentilesSchema = z.strictObject({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
  max: z.number().nullable(),
});

/** What the scaling policy follows. Without a known policy InvocationsPerInstance is taken. */
const trackedMetricSchema = z.strictObject({
  metric: z.string(),
  stat: z.string(),
  periodSeconds: z.number(),
  unit: z
    .enum(['per minute', 'count', 'ms', 'percent'])
    .describe('Of the three figures below. Sums are a rate per minute, whatever their period.'),
  target: z.number().nullable().describe('Null when neither policy nor alarm was read.'),
  highest: z.number().describe('Since the load began.'),
  last: z.number(),
  datapoints: z.int().positive(),
});

/** The most requests at once during the load, and what is allowed. */
const concurrencySchema = z.strictObject({
  of: z.enum(['function', 'endpoint']),
  highest: z.number().describe('Requests at once.'),
  limit: z
    .strictObject({ kind: z.enum(['reserved', 'account', 'max-concurrency']), value: z.int() })
    .nullable()
    .describe('Requests at once. `account`: shared with other functions.'),
  share: z.number().nonnegative().nullable().describe('`highest` of `limit`.'),
  n: z.int().nonnegative().describe('Datapoints of a function, seconds of an endpoint.'),
});

/** Raised when a reader of the version before would misread what is written. */
export const VERDICT_VERSION = 2;

export const verdictSchema = z.strictObject({
  schemaVersion: z.literal(VERDICT_VERSION),
  runId: z.string(),
  status: statusSchema,
  /** One sentence that answers "does it scale?". */
  headline: z.string(),
  ...provenanceSchema.shape,
  /**
   * How much faster than life the AWS durations of a stand-in were; null on real AWS. Of a stand-in
   * that is not the scenario's own, read from the periods in which it counts.
   */
  timeCompression: z.number().nullable(),
  /** Who sent the load: the run's own engine; somebody whose samples were brought along; or who brought none: then `load` tells nothing. */
  loadFrom: z.enum(['engine', 'file', 'elsewhere']),
  startedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  durationSeconds: z.number().nullable(),
  ended: z.enum(RUN_ENDINGS),
  checks: z.array(checkSchema),
  scalingEvents: z.array(scalingEventSchema),
  findings: z.array(findingSchema),
  /** Configuration observed: endpoint, policy, alarms, function. */
  settings: settingsSchema,
  trackedMetric: trackedMetricSchema.nullable().describe('Null when the metric was not seen.'),
  concurrency: z
    .array(concurrencySchema)
    .describe('Of the function and of a serverless endpoint, as far as either was seen.'),
  load: z.strictObject({
    unknownBecause: z
      .enum(['sent-elsewhere', 'record-missing'])
      .nullable()
      .describe('Not null: the figures of the load are not known, and each is 0 or null.'),
    planned: z.int().nonnegative(),
    sent: z.int().nonnegative(),
    notSent: z.int().nonnegative(),
    completed: z.int().nonnegative(),
    outcomes: z.record(z.string(), z.int().nonnegative()),
    /** `sent` of `planned`; null of no load. */
    sentShare: z.number().nonnegative().nullable(),
    /** Each of `outcomes` of `completed`, 0..1. */
    outcomeShares: z.record(z.string(), z.number().min(0).max(1)),
    peakPlannedRps: z.number(),
    peakSentRps: z.number(),
    latencyMs: percentilesSchema,
    serviceTimeMs: percentilesSchema,
    lagMs: percentilesSchema,
    /** Relative error of every percentile above. */
    sketchRelativeAccuracy: z.number(),
  }),
  instances: z.strictObject({
    first: z.int().nullable(),
    peak: z.int().nullable(),
    last: z.int().nullable(),
  }),
  /** What could not be measured or read, one sentence each. */
  caveats: z.array(z.string()),
});
export type Verdict = z.infer<typeof verdictSchema>;
