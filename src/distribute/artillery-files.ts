/**
 * The folder that Artillery carries to its workers: script, engine, system and dataset.
 *
 * A worker installs what the folder's package.json names, `npm install artillery-engine-replay` among it. There it
 * is a package beside the script, bundled from this Scaleproof, so a worker gets exactly this engine, without a
 * registry and without the rest of Scaleproof. Artillery's `--packages` is of no use for that: given an absolute
 * path, as `run-fargate` makes it, the manifest (its `bom.ts`) leaves package.json out.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { toArtilleryScript } from '../load/artillery.ts';
import type { Distribution } from '../record/distribution.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { datasetFileOf, loadSystem } from '../systems/load-system.ts';
import type { TextFile } from './prepared.ts';

/** The name by which Artillery looks for the engine. */
export const ENGINE_PACKAGE = 'artillery-engine-replay';
export const SCRIPT_FILE = 'artillery.json';
/** A system's module from outside, bundled with what it imports. */
export const SYSTEM_FILE = 'system.mjs';

/** Bundles for workers, each a set of files below the folder given with it. */
export interface ArtilleryBundles {
  engine(folder: string): Promise<TextFile[]>;
  /** @param module absolute path */
  system(module: string, file: string): Promise<TextFile>;
}

/** @throws UserError (as a rejection) when system or dataset cannot be read */
export async function artilleryFiles(
  scenario: ResolvedScenario,
  distribution: Distribution,
  bundles: ArtilleryBundles,
): Promise<TextFile[]> {
  const { systemModule } = scenario;
  const system = await loadSystem(scenario.system);
  const dataset = scenario.dataset ?? datasetFileOf(scenario.system, system);
  // Beside the other files, so its name must not be one of theirs.
  const datasetName = `dataset-${basename(dataset)}`;
  const own = systemModule === null ? [] : [await bundles.system(scenario.system, SYSTEM_FILE)];
  const travelling = {
    ...scenario,
    dataset: `./${datasetName}`,
    ...(systemModule === null ? {} : { system: `./${SYSTEM_FILE}` }),
  };
  const carried = [ENGINE_PACKAGE, 'package.json', datasetName, ...own.map(({ path }) => path)];
  return [
    json(SCRIPT_FILE, workerScript(travelling, distribution, carried)),
    json('package.json', {
      private: true,
      dependencies: { [ENGINE_PACKAGE]: `file:./${ENGINE_PACKAGE}` },
    }),
    { path: datasetName, text: readFileSync(dataset, 'utf8') },
    ...own,
    ...(await bundles.engine(ENGINE_PACKAGE)),
  ];
}

/** @param includeFiles what Artillery cannot know that the script needs */
export function workerScript(
  scenario: ResolvedScenario,
  distribution: Distribution,
  includeFiles: readonly string[],
): object {
  const { config, ...rest } = toArtilleryScript(scenario, distribution) as { config: object };
  return { config: { ...config, includeFiles }, ...rest };
}

function json(path: string, value: object): TextFile {
  return { path, text: `${JSON.stringify(value, null, 2)}\n` };
}
