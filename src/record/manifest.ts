/**
 * `manifest.json`: the scenario, versions, host and target of a run, and how it ended.
 *
 * A record may come from another version or tool. The fields that identify a run are required; any
 * other missing field is null, and the verdict names it. A wrong type is an error.
 */
import { z } from 'zod';
import { WAYS } from '../systems/contract.ts';
import { LATEST_MS } from './plausible.ts';
import { recordedExpectationsSchema } from './recorded-expectations.ts';

/** Increment when readers of the previous version cannot read the file, or would misread it. */
export const MANIFEST_VERSION = 1;

const time = z.number().min(0).max(LATEST_MS);
/** Far beyond any load, and safe in arithmetic. */
const seconds = z.number().nonnegative().max(1e9);

function orUnknown<T extends z.ZodType>(schema: T) {
  return schema.nullable().default(null);
}

/** As in the scenario: nothing was watched, so there is no aws.ndjson. */
export const WATCHED_NOTHING = 'none' as const;

const recordedWatchSchema = z.object({
  periodSeconds: orUnknown(seconds.positive()),
  pollSeconds: orUnknown(seconds),
  metricPollSeconds: orUnknown(seconds),
  endpointName: orUnknown(z.string()),
  variantName: orUnknown(z.string()),
  region: orUnknown(z.string()),
  /** Absent: the scenario names none, or the manifest does not record it. */
  functionName: z.string().nullish(),
});
export type RecordedWatch = z.infer<typeof recordedWatchSchema>;

/** The parts of a scenario that verdicts depend on. */
const recordedScenarioSchema = z.object({
  name: z.string(),
  system: z.string(),
  environment: z.string(),
  engine: z.string(),
  systemId: orUnknown(z.string()),
  /** As in the scenario; null for a shipped system. */
  systemModule: orUnknown(z.string()),
  target: orUnknown(z.string()),
  way: orUnknown(z.enum(WAYS)),
  address: orUnknown(
    z.object({ path: orUnknown(z.string()), functionName: orUnknown(z.string()) }),
  ),
  phases: orUnknown(
    z
      .array(
        z.object({
          durationSeconds: seconds,
          /** The rate climbs in a line between these two. */
          startRps: orUnknown(z.number().nonnegative()),
          endRps: orUnknown(z.number().nonnegative()),
        }),
      )
      .readonly(),
  ),
  replay: z.object({
    seed: z.int().nonnegative(),
    timeoutMs: orUnknown(z.number().positive()),
  }),
  watch: z.union([z.literal(WATCHED_NOTHING), recordedWatchSchema]).prefault({}),
  expect: recordedExpectationsSchema,
  /** When a failing load is stopped. */
  abort: orUnknown(
    z.object({ maxErrorShare: z.number(), maxRefusedShare: z.number(), forSeconds: seconds }),
  ),
  /** By metric, or `all`: the change for the worse that the scenario allows. */
  compare: z.object({ maxRegression: z.record(z.string(), z.number()) }).optional(),
  /** Nobody wrote an expectation. Absent: somebody did, or it is not recorded. */
  asksNothing: z.literal(true).optional(),
  /** Null: the scenario has none. Absent: not recorded. */
  standIn: z
    .object({ timeCompression: orUnknown(z.number().positive()) })
    .nullable()
    .optional(),
});
export type RecordedScenario = z.infer<typeof recordedScenarioSchema>;

const endSchema = z.object({
  atMs: time,
  /**
   * `aborted`: stopped by the scenario's abort rule. `failed`: the harness or the engine failed. A
   * manifest without an end belongs to a killed run.
   */
  how: z.enum(['completed', 'interrupted', 'aborted', 'failed']),
  signal: z.string().nullable(),
  message: z.string(),
  /** How the command ended that sent the load, where one did. */
  command: z.object({ exitCode: z.int().nullable(), signal: z.string().nullable() }).optional(),
});

const attemptSchema = z.object({
  number: z.int().positive(),
  /** The inconclusive ones before it, and why they were. */
  earlier: z.array(z.object({ runId: z.string(), reasons: z.array(z.string()) })),
});

export const manifestSchema = z.object({
  schemaVersion: z.literal(MANIFEST_VERSION),
  runId: z.string(),
  createdAtMs: time,
  /** What kind of directory this is; absent for a run. */
  kind: z.literal('capacity').optional(),
  scenario: recordedScenarioSchema,
  /** To type again, without what may be secret and without engine and seed; absent in older manifests. */
  arguments: z.array(z.string()).optional(),
  /** This run's engine (`engine`), an external load with samples (`file`) or without (`elsewhere`). */
  loadFrom: orUnknown(z.enum(['engine', 'file', 'elsewhere'])),
  /** Several workers sent the load; as many left samples, or are to. Absent for any other load. */
  workers: z.int().positive().optional(),
  /** As given with --label. */
  label: orUnknown(z.string()),
  /** The commit under test, if CI provides it. */
  commit: orUnknown(z.string()),
  /** Which attempt of `--retries` this is; absent without. */
  attempt: attemptSchema.optional(),
  /** The dataset that the rows came from; null for an external load. */
  dataset: orUnknown(z.object({ file: z.string(), rows: z.int().positive(), sha256: z.string() })),
  /** By name, including Scaleproof and the engine. */
  versions: z.record(z.string(), z.string()).default({}),
  host: orUnknown(
    z.object({
      os: z.string(),
      arch: z.string(),
      cpus: z.int().nonnegative(),
      cpuModel: z.string(),
      memoryBytes: z.number().positive(),
    }),
  ),
  end: endSchema.nullable(),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type RunEnd = z.infer<typeof endSchema>;

/** As many workers as have yet to bring their samples; null when none are awaited. */
export function awaitedWorkers({ loadFrom, workers }: Manifest): number | null {
  return loadFrom === 'elsewhere' ? (workers ?? null) : null;
}

/** Null: nothing was watched. */
export function watchOf({ scenario: { watch } }: Pick<Manifest, 'scenario'>): RecordedWatch | null {
  return watch === WATCHED_NOTHING ? null : watch;
}
