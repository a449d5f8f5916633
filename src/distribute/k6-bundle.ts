/** The k6 script as one file, with what to send, the system and the dataset inside: all that a worker elsewhere gets. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild-wasm';
import { UserError } from '../input/user-error.ts';
import { toK6Order } from '../load/k6/k6.ts';
import type { Distribution } from '../record/distribution.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { datasetFileOf, loadSystem } from '../systems/load-system.ts';
import { bundle } from './esbuild.ts';

const SCRIPT = fileURLToPath(new URL('../../scenarios/k6/replay.ts', import.meta.url));
const DATA = 'scaleproof-bundle';

/**
 * @returns one JavaScript module, for `k6 run`
 * @throws UserError when system or dataset cannot be read, or the system's module imports what k6 does not have
 */
export async function bundleK6(
  scenario: ResolvedScenario,
  { id, workers, startAtMs }: Pick<Distribution, 'id' | 'workers' | 'startAtMs'>,
): Promise<string> {
  const { system: reference, systemModule } = scenario;
  const system = await loadSystem(reference);
  const dataset = readFileSync(scenario.dataset ?? datasetFileOf(reference, system), 'utf8');
  // Paths say nothing elsewhere, and name this machine.
  const order = {
    ...toK6Order(scenario, { id, workers, startAtMs }),
    ...(systemModule === null ? {} : { system: `./${system.id}` }),
    datasetFile: null,
  };
  const module = systemModule === null ? '' : `import * as module from ${quoted(reference)};`;
  const bundled = `{ order: ${quoted(order)}, dataset: ${quoted(dataset)}${module && ', module'} }`;
  // First, so that it is there when the script looks.
  const entry = `import ${quoted(DATA)};\nexport { default, options, setup, teardown } from ${quoted(SCRIPT)};`;
  return build(entry, `${module}\nglobalThis.scaleproofBundle = ${bundled};`, reference);
}

async function build(entry: string, data: string, reference: string): Promise<string> {
  const resolveDir = dirname(SCRIPT);
  try {
    const [built] = await bundle({
      stdin: { contents: entry, resolveDir, loader: 'js' },
      charset: 'utf8',
      external: ['k6', 'k6/*'],
      plugins: [withData(data, resolveDir)],
    });
    return built!.text;
  } catch (cause) {
    const why = (cause as Error).message;
    throw new UserError(
      `${reference}: expected a system that k6 can load, but it cannot be bundled (${why}); import only files next to it.`,
      { cause },
    );
  }
}

function withData(contents: string, resolveDir: string): Plugin {
  return {
    name: DATA,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${DATA}$`) }, ({ path }) => ({ path, namespace: DATA }));
      onLoad({ filter: /./, namespace: DATA }, () => ({ contents, resolveDir }));
    },
  };
}

function quoted(value: unknown): string {
  return JSON.stringify(value);
}
