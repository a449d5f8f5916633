/**
 * `workers.json`: what each worker of a distributed load contributed to a run's `load.ndjson`, which holds the sum of
 * all. `import` writes it; it has no second of its own to re-read, so that a load of hundreds of workers can be judged.
 */
import { z } from 'zod';
import { notSentSchema, outcomeCountsSchema } from './load-events.ts';
import { LATEST_MS } from './plausible.ts';

export const WORKERS_VERSION = 1;
export const WORKERS_FILE = 'workers.json';

/** What keeps the load from being the whole one, or from being known to be. */
export const WORKER_PROBLEMS = [
  /** No samples. */
  'missing',
  /** Samples without an end line: killed, or the file was cut off. */
  'cut-off',
  /** More than one file, or one file with its lines twice. */
  'doubled',
  /** Seconds that no line reports, between the first and the last. */
  'lost-seconds',
  /** Began more than the tolerance after, or before, the agreed start by the one clock. */
  'late',
  'early',
  /** Planned other than its exact share. */
  'wrong-share',
  /** Of another distribution, system or number of workers. */
  'foreign',
  /** Ended before its plan did. */
  'stopped',
] as const;
export type WorkerProblem = (typeof WORKER_PROBLEMS)[number];

const problemSchema = z.object({
  /** Null where a file does not say whose it is. */
  worker: z.int().positive().nullable(),
  kind: z.enum(WORKER_PROBLEMS),
  /** A sentence that names the worker, its file and what is missing. */
  message: z.string(),
});

/** Over equal spans of the load; null where nothing is known. All lists have the same length. */
const seriesSchema = z.object({
  secondsPerPoint: z.int().positive(),
  sentRps: z.array(z.number().nullable()),
  lagP99Ms: z.array(z.number().nullable()),
  latencyP99Ms: z.array(z.number().nullable()),
  /** Of the requests that ended, those neither correct nor wrong; 0..1. */
  failedShare: z.array(z.number().nullable()),
});
export type WorkerSeries = z.infer<typeof seriesSchema>;

const workerSchema = z.object({
  worker: z.int().positive(),
  /** The files it came from, without folders. */
  files: z.array(z.string()),
  planned: z.int().nonnegative(),
  sent: z.int().nonnegative(),
  notSent: notSentSchema,
  outcomes: outcomeCountsSchema,
  /** Its time zero by its own clock. */
  startMs: z.number().min(0).max(LATEST_MS),
  /** By the one clock, after (or, negative, before) the agreed start; null where nothing was agreed. */
  startedLateMs: z.number().nullable(),
  /** The one clock minus its own, with the bound of its error; null when unknown. */
  clock: z.object({ offsetMs: z.number(), errorMs: z.number() }).nullable(),
  lagP99Ms: z.number().nullable(),
  latencyP99Ms: z.number().nullable(),
  /** Of its busiest second, 0..1; 0 for engines without an event loop. */
  eventLoopUtilization: z.number(),
  series: seriesSchema,
});
export type WorkerRecord = z.infer<typeof workerSchema>;

export const workersRecordSchema = z.object({
  schemaVersion: z.literal(WORKERS_VERSION),
  /** Null for workers of a load that `distribute` did not prepare. */
  distributionId: z.string().nullable(),
  expected: z.int().positive(),
  problems: z.array(problemSchema),
  workers: z.array(workerSchema),
});
export type WorkersRecord = z.infer<typeof workersRecordSchema>;
