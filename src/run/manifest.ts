/** `manifest.json`: what was run, on what, against what, and how it ended. */
import { z } from 'zod';
import type { ResolvedScenario } from '../scenario/schema.ts';

const endSchema = z.object({
  atMs: z.number(),
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
  createdAtMs: z.number(),
  scenario: z.custom<ResolvedScenario>((value) => typeof value === 'object' && value !== null),
  /** Who sent the load: this run's engine; somebody else, whose samples were brought along; or who did not bring any. */
  loadFrom: z.enum(['engine', 'file', 'elsewhere']).default('engine'),
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
