/** Finds the system to load: a built-in one by id, or a module by absolute path. */
import type { K6Order } from '../../src/load/k6/order.ts';
import type { System } from '../../src/systems/contract.ts';
import { SYSTEMS } from '../../src/systems/registry.ts';

declare const require: (file: string) => { readonly default?: System; readonly system?: System };

export interface FoundSystem {
  readonly system: System;
  /** Absolute, or relative to this folder. */
  readonly datasetFile: string;
}

/** @throws Error when no such system exists */
export function findSystem({ system: name, datasetFile }: K6Order): FoundSystem {
  if (/[/\\]/.test(name)) {
    // k6 has no dynamic import.
    const exported = require(name);
    const system = exported.default ?? exported.system;
    if (!system) throw new Error(`${name} exports no system.`);
    const folder = name.replace(/[/\\][^/\\]*$/, '');
    return { system, datasetFile: datasetFile ?? `${folder}/${system.dataset.fixture}` };
  }
  const system = SYSTEMS.get(name);
  if (!system) {
    throw new Error(`unknown system "${name}"; expected one of ${[...SYSTEMS.keys()].join(', ')}.`);
  }
  return { system, datasetFile: datasetFile ?? `../../fixtures/${system.dataset.fixture}` };
}
