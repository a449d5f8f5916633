/** The two engines, each as the Artillery script that gives it the same load. */
import type { ArtilleryPhase } from '../../src/scenario/phases.ts';
import type { HttpRequest } from '../../src/systems/contract.ts';

export const ENGINES = ['replay', 'http'] as const;
export type Engine = (typeof ENGINES)[number];

export const ENGINE_TITLE: Record<Engine, string> = {
  replay: '`replay`',
  http: "Artillery's HTTP",
};

export interface ScriptInputs {
  readonly origin: string;
  readonly phases: readonly ArtilleryPhase[];
  /** The one request, byte for byte the same for both. */
  readonly request: HttpRequest;
  /** CSV file whose only row is encoded to `request`. */
  readonly dataset: string;
}

/** Room for a whole stalled second at the highest rate: the bound is not what is compared. */
const MAX_CONNECTIONS = 8_192;
const TIMEOUT_SECONDS = 10;

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
 * Set up in its own favour: a pool of kept connections (without it every virtual user opens a new
 * one), the body as ready text (`json` would be serialised again for each request), and no capture
 * or expectation, although `replay` decodes every answer and compares it with its row.
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
