/** One worker's share of a load, as plain data that can be handed to another thread. */

import { chooseRow } from '../../dataset/choose.ts';
import { readDataset } from '../../dataset/read.ts';
import type { Phase } from '../../scenario/schema.ts';
import type { Address, Way } from '../../systems/contract.ts';
import { SYSTEMS } from '../../systems/registry.ts';
import { buildPlan } from '../plan.ts';
import type { ReplayOptions } from '../replay/replay.ts';

export interface LoadOrder {
  readonly phases: readonly Phase[];
  /** 1..totalWorkers. */
  readonly worker: number;
  readonly totalWorkers: number;
  readonly system: string;
  readonly datasetFile: string;
  readonly way: Way;
  readonly address: Address;
  readonly seed: number;
  readonly origin: string;
  readonly timeoutMs: number;
  readonly maxConnections: number;
}

/** @throws UserError when the dataset cannot be read */
export function prepare(order: LoadOrder): Omit<ReplayOptions, 'onEvent' | 'onEnd'> {
  const { worker, totalWorkers, seed, address, origin, timeoutMs, maxConnections } = order;
  const system = SYSTEMS.get(order.system)!;
  const codec = system.ways[order.way]!;
  const rows = readDataset(order.datasetFile, system.dataset);
  // Encoded once a row, not once a request: a thousand requests a second draw from few rows.
  const drawn = rows.map((row) => ({ row, request: codec.encode(row, address) }));
  return {
    plan: buildPlan(order.phases, (worker - 1) / totalWorkers),
    worker,
    totalWorkers,
    codec,
    draw: (index) => drawn[chooseRow(seed, index * totalWorkers + worker - 1, drawn.length)]!,
    origin,
    timeoutMs,
    maxConnections,
  };
}
