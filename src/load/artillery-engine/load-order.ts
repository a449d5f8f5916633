/** One worker's share of a load, as plain data that can be passed to another thread. */
import { openSigning } from '../../aws/request-signing.ts';
import { chooseRow } from '../../dataset/choose.ts';
import { readDataset } from '../../dataset/read.ts';
import { UserError } from '../../input/user-error.ts';
import type { Address, Codec, System, Way } from '../../systems/contract.ts';
import { datasetFileOf, loadSystem } from '../../systems/load-system.ts';
import {
  type HeadersFromEnvironment,
  readOwnHeaders,
  withHeaders,
} from '../../systems/own-headers.ts';
import { buildShare } from '../plan.ts';
import { secretsInPath } from '../replay/failing-responses.ts';
import type { ReplayOptions } from '../replay/replay.ts';
import { tolerantCodec } from '../tolerant-codec.ts';
import type { SendingShare } from './workers.ts';

export interface LoadOrder extends SendingShare {
  /** Id, or absolute path of a module. */
  readonly system: string;
  /** Null for the system's default. */
  readonly datasetFile: string | null;
  /** Null for the system's default. */
  readonly way: Way | null;
  readonly address: Address;
  /** AWS Region to sign for, if the way needs signing. */
  readonly region: string;
  readonly headersFromEnvironment: HeadersFromEnvironment;
  readonly seed: number;
  readonly origin: string;
  readonly timeoutMs: number;
  /** Total of all workers. */
  readonly maxConnections: number;
}

export interface Prepared {
  readonly options: Omit<ReplayOptions, 'onEvent' | 'onEnd'>;
  readonly systemId: string;
  /** To be called when the load is over. */
  close(): void;
}

/** @throws UserError when system or dataset cannot be read, or there are no credentials to sign with */
export async function prepare(order: LoadOrder): Promise<Prepared> {
  const { phases, worker, totalWorkers, seed, address, origin, timeoutMs } = order;
  const system = await loadSystem(order.system);
  const way = order.way ?? system.defaultWay;
  const codec = codecOf(system, way);
  const datasetFile = order.datasetFile ?? datasetFileOf(order.system, system);
  const rows = readDataset(datasetFile, system.dataset);
  // Encode once per row, not per request: a thousand requests per second draw from few rows.
  const headers = readOwnHeaders(order.headersFromEnvironment, process.env);
  const drawn = rows.map((row) => ({
    row,
    request: withHeaders(codec.encode(row, address), headers),
  }));
  const signing = await openSigning({ way, origin, region: order.region });
  return {
    options: {
      plan: buildShare(phases, worker, totalWorkers),
      worker,
      totalWorkers,
      codec: tolerantCodec(codec, console.error),
      draw(index) {
        const { row, request } =
          drawn[chooseRow(seed, index * totalWorkers + worker - 1, drawn.length)]!;
        return { row, request: signing.sign(request) };
      },
      origin,
      timeoutMs,
      secrets: [...Object.values(headers), ...secretsInPath(address.path)],
      maxConnections: Math.max(1, Math.floor(order.maxConnections / totalWorkers)),
    },
    systemId: system.id,
    close: () => signing.close(),
  };
}

function codecOf({ id, ways }: System, way: Way): Codec {
  const codec = ways[way];
  if (codec) return codec;
  throw new UserError(
    `System "${id}" does not support --way ${way}; use ${Object.keys(ways).join(' or ')}.`,
  );
}
