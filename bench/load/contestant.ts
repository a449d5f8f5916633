/** Artillery scripts that give both engines the same load. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDataset } from '../../src/dataset/read.ts';
import type { ArtilleryPhase } from '../../src/scenario/phases.ts';
import type { HttpRequest } from '../../src/systems/contract.ts';
import { wine } from '../../src/systems/wine.ts';

export const ENGINES = ['replay', 'http'] as const;
export type Engine = (typeof ENGINES)[number];

export const ENGINE_TITLE: Record<Engine, string> = {
  replay: '`replay`',
  http: "Artillery's HTTP",
};

export interface ScriptInputs {
  readonly origin: string;
  readonly phases: readonly ArtilleryPhase[];
  /** The request, byte for byte the same for both engines. */
  readonly request: HttpRequest;
  /** CSV file with one row, which encodes to `request`. */
  readonly dataset: string;
}

/** The request is its first row. */
const FIXTURE = fileURLToPath(new URL('../../fixtures/wine.csv', import.meta.url));
/** Enough for a stalled second at the highest rate: the limit is not under test. */
const MAX_CONNECTIONS = 8_192;
const TIMEOUT_SECONDS = 10;

/** Writes a single-row dataset, so that `replay` also sends the same bytes every time. */
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

export function toScript(engine: Engine, inputs: ScriptInputs): object {
  switch (engine) {
    case 'replay':
      return replayScript(inputs);
    case 'http':
      return httpScript(inputs);
  }
}

function replayScript({ origin, phases, request, dataset }: ScriptInputs): object {
  return {
    config: {
      target: origin,
      phases,
      engines: {
        replay: { timeoutMs: TIMEOUT_SECONDS * 1_000, maxConnections: MAX_CONNECTIONS },
      },
    },
    scenarios: [
      {
        engine: 'replay',
        flow: [{ replay: { system: 'wine', path: request.path, dataset } }],
      },
    ],
  };
}

/**
 * Configured in its favour: a pool of keep-alive connections (without it, every VU opens a new
 * one), the body as text (`json` would be serialised for each request), and no capture
 * or expectation, although `replay` decodes every response and compares it with its row.
 */
function httpScript({ origin, phases, request }: ScriptInputs): object {
  const { path, headers, body } = request;
  return {
    config: {
      target: origin,
      phases,
      http: { pool: MAX_CONNECTIONS, timeout: TIMEOUT_SECONDS },
    },
    scenarios: [{ engine: 'http', flow: [{ post: { url: path, headers, body } }] }],
  };
}
