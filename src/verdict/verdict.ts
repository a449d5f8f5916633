/**
 * Defines the one verdict object. Exit code, terminal, HTML, JUnit and `verdict.json` all read it; none of
 * them computes anything.
 */
import { z } from 'zod';
import { RUN_ENDINGS } from '../analysis/run-ending.ts';
import { scalingEventSchema } from '../analysis/scaling-event.ts';
import { sampledBySchema } from '../record/load-events.ts';
import { WORKER_PROBLEMS } from '../record/workers-record.ts';
import { capacitySeenSchema } from './capacity.ts';
import { CHECK_IDS, CHECKS, REASONS } from './checks/registry.ts';
import { instancesSchema } from './instances.ts';
import { predictionsSchema } from './predictions.ts';
import { provenanceSchema } from './provenance.ts';
import { quantitySchema } from './quantity.ts';
import { settingsSchema } from './settings.ts';

export const statusSchema = z.enum(['pass', 'fail', 'inconclusive', 'error']);
export type Status = z.infer<typeof statusSchema>;

/** Local epoch ms. */
const spanSchema = z.strictObject({ fromMs: z.number(), toMs: z.number() });

export const checkSchema = z.strictObject({
  id: z.enum(CHECK_IDS).describe(CHECKS.map(({ id, question }) => `${id}: ${question}`).join(' ')),
  /** `skipped`: the scenario does not ask for it, or the thing it judges does not exist here. */
  status: z.enum(['pass', 'fail', 'inconclusive', 'skipped']),
  /** Stable, for machines: `ok` on a pass. */
  reason: z.enum(REASONS),
  /** What was seen, with its unit, in words. */
  observed: z.string(),
  /** The number in `observed` that decides, where there is one. */
  observedValue: quantitySchema.nullable(),
  /** What was asked for, with its unit, in words. */
  limit: z.string(),
  /** The number in `limit` to compare `observedValue` with, in the same unit. */
  limitValue: quantitySchema.nullable(),
  /** Why the check has this status and, on a failure, what to look at next. One or two sentences. */
  message: z.string(),
  when: spanSchema
    .nullable()
    .describe(
      'Where it was decided: of a failure the stretch that did most to miss the limit, else the time judged. Null where nothing was recorded, or no time of the run tells.',
    ),
  /** Statistical confidence of the result, 0..1; null when the result is no inference. */
  confidence: z.number().min(0).max(1).nullable(),
  /** Number of requests, dataset rows, datapoints or polls behind the result. */
  n: z.int().nonnegative().nullable(),
  /** How alike the seconds of the window were, and how many independent looks they are worth. */
  looks: z
    .strictObject({
      seconds: z.int().nonnegative(),
      /** Seconds after which latency no longer depends on its earlier level. */
      waveSeconds: z.number().min(1),
      looks: z.number().nonnegative(),
    })
    .nullable(),
});
export type Check = z.infer<typeof checkSchema>;

/**
 * Something that the run shows and its reader should know: what held scaling back, what differs, what looks
 * wrong. Findings explain; only checks decide.
 */
export const findingSchema = z.strictObject({
  /** Stable, for machines, for example `slow-provisioning`. */
  code: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** `problem`: needs attention. `note`: worth knowing, but nothing is wrong. */
  severity: z.enum(['problem', 'note']),
  /** What was seen, with units. One or two sentences. */
  message: z.string(),
  /** What to do about it. One sentence. */
  advice: z.string(),
  /** The number behind the message, where there is one. */
  value: quantitySchema.nullable(),
  when: spanSchema
    .nullable()
    .describe(
      'From the first to the last of what shows it, not only of `evidence`. Null for a setting, which held throughout.',
    ),
  /** Lines of the run's files that show it, numbered from 1; only the first few. */
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

/** The metric that the scaling policy tracks; InvocationsPerInstance when the policy is unknown. */
const trackedMetricSchema = z.strictObject({
  metric: z.string(),
  stat: z.string(),
  periodSeconds: z.number(),
  unit: z
    .enum(['per minute', 'count', 'ms', 'percent'])
    .describe(
      'Unit of target, highest and last. Sums are a rate per minute, whatever their period.',
    ),
  target: z.number().nullable().describe('Null when neither policy nor alarm was read.'),
  highest: z.number().describe('Since the load began.'),
  last: z.number(),
  datapoints: z.int().positive(),
});

/** The peak concurrency during the load, and its limit. */
const concurrencySchema = z.strictObject({
  of: z.enum(['function', 'endpoint']),
  highest: z.number().describe('Concurrent requests.'),
  limit: z
    .strictObject({ kind: z.enum(['reserved', 'account', 'max-concurrency']), value: z.int() })
    .nullable()
    .describe('Concurrent requests. `account`: shared with other functions.'),
  share: z.number().nonnegative().nullable().describe('`highest` / `limit`.'),
  n: z.int().nonnegative().describe('Datapoints for a function, seconds for an endpoint.'),
});

const failureSchema = z.strictObject({
  atMs: z.number().describe('When it ended.'),
  outcome: z.string(),
  status: z.int().nullable().describe('HTTP status; null without a response.'),
  error: z.string().nullable().describe('Transport error; null when there was a response.'),
  row: z.int().positive().describe('Number of the requested dataset row.'),
  latencyMs: z.number(),
  body: z
    .string()
    .nullable()
    .describe(
      'Its first 2 KB, secrets redacted; null without a response, or where it was too large.',
    ),
  bodyCharacters: z.int().nonnegative().describe('Length of the whole body.'),
});

/** Raised when a reader of the previous version would misread the new one. */
export const VERDICT_VERSION = 2;

export const verdictSchema = z.strictObject({
  schemaVersion: z.literal(VERDICT_VERSION),
  runId: z.string(),
  status: statusSchema,
  /** Answers "does it scale?" in a sentence; on a failure or doubt that comes first, and a second says how far it scaled. */
  headline: z.string(),
  ...provenanceSchema.shape,
  /**
   * The factor by which a stand-in shortened AWS durations; null on real AWS. For a stand-in that is not
   * the scenario's own, derived from its metric periods.
   */
  timeCompression: z.number().nullable(),
  /** Who sent the load: `engine`: this run. `file`: another tool, whose samples the run has. `elsewhere`: another tool without samples, so `load` is unknown. */
  loadFrom: z.enum(['engine', 'file', 'elsewhere']),
  startedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  durationSeconds: z.number().nullable(),
  ended: z.enum(RUN_ENDINGS),
  cause: z
    .strictObject({
      code: z.string().describe('Of the first problem in `findings` with it.'),
      explains: z.array(z.enum(CHECK_IDS)).min(1).describe('Checks with the status of the run.'),
      when: spanSchema
        .nullable()
        .describe('Of the finding or, where that is a setting, of the first check it explains.'),
    })
    .nullable()
    .describe(
      'The one finding that explains best why the run failed or is inconclusive. Null when it is neither, and when no problem found explains it.',
    ),
  checks: z.array(checkSchema),
  scalingEvents: z.array(scalingEventSchema),
  findings: z.array(findingSchema),
  /** Configuration observed: endpoint, policy, alarms, function. */
  settings: settingsSchema,
  trackedMetric: trackedMetricSchema.nullable().describe('Null when no datapoint of it was seen.'),
  concurrency: z
    .array(concurrencySchema)
    .describe('Of the function and of a serverless endpoint, where seen.'),
  load: z.strictObject({
    unknownBecause: z
      .enum(['sent-elsewhere', 'record-missing'])
      .nullable()
      .describe('Not null: the figures of the load are unknown, and each is 0 or null.'),
    sampledBy: sampledBySchema.optional(),
    planned: z.int().nonnegative(),
    sent: z.int().nonnegative(),
    notSent: z.int().nonnegative(),
    completed: z.int().nonnegative(),
    outcomes: z.record(z.string(), z.int().nonnegative()),
    /** `sent` / `planned`; null without load. */
    sentShare: z.number().nonnegative().nullable(),
    /** Each of `outcomes` / `completed`, 0..1. */
    outcomeShares: z.record(z.string(), z.number().min(0).max(1)),
    statuses: z
      .record(z.string(), z.int().nonnegative())
      .nullable()
      .describe('Responses by HTTP status; null when the samples do not count them.'),
    failures: z
      .array(failureSchema)
      .describe('The first few failing responses of each outcome and HTTP status.'),
    peakPlannedRps: z.number(),
    peakSentRps: z.number(),
    latencyMs: percentilesSchema,
    serviceTimeMs: percentilesSchema,
    lagMs: percentilesSchema,
    /** Relative error of every percentile above. */
    sketchRelativeAccuracy: z.number(),
    timedOutAfterMs: z
      .number()
      .nullable()
      .describe(
        'Latencies and service times of this length are lower bounds: the requests timed out. Null when none did.',
      ),
    workers: z
      .strictObject({
        expected: z.int().positive(),
        withSamples: z.int().nonnegative(),
        problems: z.array(
          z.strictObject({
            kind: z.enum(WORKER_PROBLEMS),
            workers: z
              .array(z.int().positive().nullable())
              .describe('Their numbers; null for a file that does not say whose it is.'),
          }),
        ),
      })
      .optional()
      .describe('Workers that brought samples of their own; absent without any.'),
  }),
  instances: instancesSchema,
  capacity: capacitySeenSchema
    .nullable()
    .describe(
      'What each number of instances carried; null where none answered for 10 s with a known count.',
    ),
  predictions: predictionsSchema
    .nullable()
    .describe('Which class was predicted for which; null without predictions on record.'),
  /** What could not be measured or read, one sentence each. */
  caveats: z.array(z.string()),
});
export type Verdict = z.infer<typeof verdictSchema>;
