/** `manifest.json`: what was run, on what, against what, and how it ended. */
import { z } from 'zod';
import { expectationsSchema } from '../scenario/expectations.ts';
import { type ResolvedScenario, watchSchema } from '../scenario/schema.ts';
import { WAYS } from '../systems/contract.ts';
import { LATEST_MS } from './plausible.ts';

const time = z.number().min(0).max(LATEST_MS);

/** The parts of a scenario that a verdict is made from; what an older run lacks has its default. */
const scenarioSchema = z.looseObject({
  name: z.string(),
  system: z.string(),
  environment: z.string(),
  engine: z.string(),
  systemId: z.string().nullish(),
  systemModule: z.string().nullish(),
  target: z.string().nullish(),
  way: z.enum(WAYS).nullish(),
  address: z
    .looseObject({ path: z.string().nullish(), functionName: z.string().nullish() })
    .nullish(),
  replay: z.looseObject({ seed: z.int().nonnegative() }),
  watch: z.looseObject({
    ...watchSchema.pick({ periodSeconds: true, metricPollSeconds: true }).shape,
    pollSeconds: z.number().nullish(),
    endpointName: z.string().nullish(),
    variantName: z.string().nullish(),
    region: z.string().nullish(),
    functionName: z.string().nullish(),
  }),
  expect: z.looseObject(expectationsSchema.shape),
  standIn: z.looseObject({ timeCompression: z.number().positive() }).nullish(),
}) as unknown as z.ZodType<ResolvedScenario>;

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
  schemaVersion: z.literal(1),
  runId: z.string(),
  createdAtMs: time,
  scenario: scenarioSchema,
  /** Who sent the load: this run's engine; somebody else, whose samples were brought along; or who did not bring any. */
  loadFrom: z.enum(['engine', 'file', 'elsewhere']).default('engine'),
  /** As given with --label. */
  label: z.string().nullish(),
  /** Under test, where CI names it. */
  commit: z.string().nullish(),
  /** That the run's rows were drawn from; null of a load sent elsewhere. */
  dataset: z.object({ file: z.string(), rows: z.int().positive(), sha256: z.string() }).nullish(),
  versions: z.record(z.string(), z.string()),
  host: z.object({
    os: z.string(),
    arch: z.string(),
    cpus: z.int(),
    cpuModel: z.string(),
    memoryBytes: z.number(),
  }),
  end: endSchema.nullable(),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type RunEnd = z.infer<typeof endSchema>;
