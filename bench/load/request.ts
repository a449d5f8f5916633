/** The one request of the benchmark: the first wine of the fixture, for both engines. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDataset } from '../../src/dataset/read.ts';
import { wine } from '../../src/systems/wine.ts';
import type { ScriptInputs } from './contestant.ts';

const FIXTURE = fileURLToPath(new URL('../../fixtures/wine.csv', import.meta.url));

/** Writes a dataset of a single row, so that `replay` too sends the same bytes each time. */
export function prepareRequest(directory: string): Pick<ScriptInputs, 'request' | 'dataset'> {
  const dataset = join(directory, 'wine.csv');
  const [header, first] = readFileSync(FIXTURE, 'utf8').split(/\r?\n/);
  writeFileSync(dataset, `${header}\n${first}\n`);
  const [row] = readDataset(dataset, wine.dataset);
  return {
    request: wine.ways.http!.encode(row!, { path: null, functionName: null, endpointName: null }),
    dataset,
  };
}
