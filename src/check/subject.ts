/** Loads what a check needs: the system, its codec and the dataset's rows. */
import { readDataset } from '../dataset/read.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import type { Codec, DatasetRow, System } from '../systems/contract.ts';
import { datasetFileOf, loadSystem } from '../systems/load-system.ts';

export interface Subject {
  readonly scenario: ResolvedScenario;
  readonly system: System;
  readonly codec: Codec;
  /** The file that `rows` were read from. */
  readonly datasetFile: string;
  readonly rows: readonly DatasetRow[];
}

/** @throws UserError when system or dataset cannot be read */
export async function subjectOf(scenario: ResolvedScenario): Promise<Subject> {
  const system = await loadSystem(scenario.system);
  const datasetFile = scenario.dataset ?? datasetFileOf(scenario.system, system);
  const rows = readDataset(datasetFile, system.dataset);
  return { scenario, system, codec: system.ways[scenario.way]!, datasetFile, rows };
}
