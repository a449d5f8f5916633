/** The manifest of a run in virtual time. */
import { type Manifest, manifestSchema, type RunEnd } from '../../src/record/manifest.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';

export function manifestOf(scenario: ResolvedScenario, createdAtMs: number, end: RunEnd): Manifest {
  return manifestSchema.parse({
    schemaVersion: 1,
    runId: scenario.name,
    createdAtMs,
    scenario,
    loadFrom: 'engine',
    versions: { scaleproof: 'under test' },
    host: { os: 'virtual', arch: 'none', cpus: 1, cpuModel: 'none', memoryBytes: 1 },
    end,
  });
}
