/**
 * `manifest.json`: what was run, on what, against what, and how it ended.
 *
 * A record may come from another version or another tool. What identifies a run must be there; of all
 * else, what is missing is null, and the verdict names it. A wrong type is refused.
 */
import { z } from 'zod';
import { WAYS } from '../systems/contract.ts';
import { LATEST_MS } from './plausible.ts';
import { recordedExpectationsSchema } from './recorded-expectations.ts';

/** Raised when a reader of the version before could not read, or would misread, what is written. */
export const MANIFEST_VERSION = 1;

const time = z.number().min(0).max(LATEST_MS);
/** Far beyond any load, and small enough to reckon with. */
const seconds = z.number().nonnegative().max(1e9);

function orUnknown<T extends z.ZodType>(schema: T) {
  return schema.nullable().default(null);
}

/** The parts of a scenario that a verdict is made from. Whoever needs another adds it here. */
const recordedScenarioSchema = z.object({
  name: z.string(),
  system: z.string(),
  environment: z.string(),
  engine: z.string(),
  systemId: orUnknown(z.string()),
  /** Null of a shipped system. */
  systemModule: orUnknown(z.string()),
  target: orUnknown(z.string()),
  way: orUnknown(z.enum(WAYS)),
  address: orUnknown(
    z.object({ path: orUnknown(z.string()), functionName: orUnknown(z.string()) }),
  ),
  phases: orUnknown(z.array(z.object({ durationSeconds: seconds })).readonly()),
  replay: z.object({
    seed: z.int().nonnegative(),
    timeoutMs: orUnknown(z.number().positive()),
  }),
  watch: z
    .object({
      periodSeconds: orUnknown(seconds.positive()),
      pollSeconds: orUnknown(seconds),
      metricPollSeconds: orUnknown(seconds),
      endpointName: orUnknown(z.string()),
      variantName: orUnknown(z.string()),
      region: orUnknown(z.string()),
      /** Absent: the scenario names none, or the manifest does not say. */
      functionName: z.string().nullish(),
    })
    .prefault({}),
  expect: recordedExpectationsSchema,
  /** Null: the scenario has none. Absent: the manifest does not say. */
  standIn: z
    .object({ timeCompression: orUnknown(z.number().positive()) })
    .nullable()
    .optional(),
});
export type RecordedScenario = z.infer<typeof recordedScenarioSchema>;

const endSchema = z.object({
  atMs: time,
  /**
   * `aborted`: stopped by the scenario's rule on errors. `failed`: the harness or the engine broke. A
   * file without an end belongs to a killed run.
   */
  how: z.enum(['completed', 'interrupted', 'aborted', 'failed']),
  signal: z.string().nullable(),
  message: z.string(),
});

export const manifestSchema = z.object({
  schemaVersion: z.literal(MANIFEST_VERSION),
  runId: z.string(),
  createdAtMs: time,
  scenario: recordedScenarioSchema,
  /** Who sent the load: this run's engine; somebody else, whose samples were brought along; or who did not bring any. */
  loadFrom: orUnknown(z.enum(['engine', 'file', 'elsewhere'])),
  /** As given with --label. */
  label: orUnknown(z.string()),
  /** Under test, where CI names it. */
  commit: orUnknown(z.string()),
  /** That the run's rows were drawn from; null of a load sent elsewhere. */
  dataset: orUnknown(z.object({ file: z.string(), rows: z.int().positive(), sha256: z.string() })),
  /** By name; those of Scaleproof and of the engine among them. */
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
