/** Finds the system to load: a built-in one by id, or a module by absolute path. */
import type { K6Order } from '../../src/load/k6/order.ts';
import type { Codec, System } from '../../src/systems/contract.ts';
import { guardedCodec } from '../../src/systems/guarded-codec.ts';
import { SYSTEMS } from '../../src/systems/registry.ts';
import { bundled } from './bundled.ts';

declare const require: (file: string) => { readonly default?: System; readonly system?: System };

export interface FoundSystem extends Pick<System, 'id' | 'dataset'> {
  /** Of the only way that k6 can load. */
  readonly codec: Codec | undefined;
  /** The dataset's text; callable in the init context only. */
  readonly readDataset: () => string;
}

/** @throws Error when no such system exists */
export function findSystem({ system: name, datasetFile }: K6Order): FoundSystem {
  if (/[/\\]/.test(name)) {
    // k6 has no dynamic import.
    const exported = bundled?.module ?? require(name);
    const system = exported.default ?? exported.system;
    if (!system) throw new Error(`${name} exports no system.`);
    const folder = name.replace(/[/\\][^/\\]*$/, '');
    return {
      id: system.id,
      dataset: system.dataset,
      // No compiler has seen the module.
      codec: system.ways.http && guardedCodec(system.ways.http, name, 'http'),
      readDataset: reader(datasetFile ?? `${folder}/${system.dataset.fixture}`),
    };
  }
  const system = SYSTEMS.get(name);
  if (!system) {
    throw new Error(`unknown system "${name}"; expected one of ${[...SYSTEMS.keys()].join(', ')}.`);
  }
  return {
    id: system.id,
    dataset: system.dataset,
    codec: system.ways.http,
    readDataset: reader(datasetFile ?? `../../fixtures/${system.dataset.fixture}`),
  };
}

/** @param file absolute, or relative to this folder */
function reader(file: string): () => string {
  return () => bundled?.dataset ?? open(file);
}
