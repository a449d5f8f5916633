/**
 * Identifies the run behind a verdict: target, dataset, versions, commit. Read from the manifest; fields
 * that an older manifest lacks are null. URLs carry no user name, password or query.
 */
import { z } from 'zod';
import {
  type Manifest,
  type RecordedScenario,
  type RecordedWatch,
  watchOf,
} from '../record/manifest.ts';
import { WAYS } from '../systems/contract.ts';
import { repeatOf, repeatSchema } from './repeat.ts';

const text = z.string().nullable();

export const provenanceSchema = z.strictObject({
  label: text.describe('As given with --label.'),
  commit: text.describe('The commit under test, where the CI system names one.'),
  attempt: z
    .strictObject({
      number: z.int().positive(),
      earlier: z
        .array(z.strictObject({ runId: z.string(), reasons: z.array(z.string()) }))
        .describe('The attempts before it, which were inconclusive, and their reasons.'),
    })
    .describe('Which attempt of `run --retries` this is; the first without.'),
  versions: z
    .record(z.string(), z.string())
    .describe('Versions of the tools that measured, by name: `scaleproof`, `node`, the engine.'),
  scenario: z.strictObject({
    name: z.string(),
    system: text.describe("The system's id."),
    systemModule: text.describe('Its module, relative to the scenario; null for a shipped system.'),
    environment: z.string(),
    engine: z.string(),
    seed: z.int(),
  }),
  target: z.strictObject({
    url: text.describe('Scheme, host and port.'),
    path: text.describe("Without its query; null: the system's default, or the way is not `http`."),
    way: z.enum(WAYS).nullable(),
    endpointName: text,
    variantName: text,
    region: text,
    functionName: text,
  }),
  repeat: repeatSchema.describe('How to run it again.'),
  dataset: z
    .strictObject({ file: z.string(), rows: z.int().positive(), sha256: z.string() })
    .nullable()
    .describe('The source of the rows; null when this run did not send the load.'),
  host: z
    .strictObject({
      os: z.string(),
      arch: z.string(),
      cpus: z.int(),
      cpuModel: z.string(),
      memoryBytes: z.number(),
    })
    .nullable()
    .describe('The machine that measured.'),
});
export type Provenance = z.infer<typeof provenanceSchema>;

export function provenance(manifest: Manifest): Provenance {
  const { label, commit, versions, scenario, dataset, host } = manifest;
  return {
    ...{ label, commit },
    attempt: manifest.attempt ?? { number: 1, earlier: [] },
    versions,
    scenario: {
      name: scenario.name,
      ...systemOf(scenario),
      environment: scenario.environment,
      engine: scenario.engine,
      seed: scenario.replay.seed,
    },
    target: targetOf(scenario, watchOf(manifest)),
    repeat: repeatOf(manifest),
    ...{ dataset, host },
  };
}

/** Older manifests name a module by its absolute path, which identifies the machine rather than the system. */
function systemOf({
  system,
  systemId,
  systemModule,
}: RecordedScenario): Pick<Provenance['scenario'], 'system' | 'systemModule'> {
  if (systemId !== null) return { system: systemId, systemModule };
  return /^(\/|[a-z]:[/\\])/i.test(system)
    ? { system: null, systemModule: system.split(/[/\\]/).at(-1)! }
    : { system, systemModule: null };
}

function targetOf(
  { target, way, address }: RecordedScenario,
  watch: RecordedWatch | null,
): Provenance['target'] {
  return {
    url: target !== null && URL.canParse(target) ? new URL(target).origin : null,
    path: way === 'http' ? (address?.path?.split('?')[0] ?? null) : null,
    way,
    endpointName: watch?.endpointName ?? null,
    variantName: watch?.variantName ?? null,
    region: watch?.region ?? null,
    functionName: watch?.functionName ?? address?.functionName ?? null,
  };
}
