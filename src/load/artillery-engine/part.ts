/**
 * What a pacer thread sends and when: its share of a load that this process sends as a whole, or of one that several
 * machines send together.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Distribution } from '../../record/distribution.ts';
import type { LoadStart } from '../../record/load-events.ts';
import { NdjsonFile } from '../../record/ndjson-file.ts';
import type { SampleSink } from '../distributed/sample-sink.ts';
import { joinDistribution } from '../distributed/worker.ts';
import { type TimeZero, timeZeroAt } from '../replay/time-zero.ts';
import type { LoadOrder } from './load-order.ts';
import { agreeOnZero, type SendingShare } from './workers.ts';

export type PacerLoad =
  | { readonly kind: 'whole'; readonly order: LoadOrder }
  | {
      readonly kind: 'distributed';
      readonly order: Omit<LoadOrder, keyof SendingShare>;
      readonly distribution: Distribution;
    };

export interface Part {
  readonly order: LoadOrder;
  /** Null for plain Artillery, whose own metrics are all there is. */
  readonly samples: SampleSink | null;
  /** Where a file can ask this load to stop; null where nobody can leave one. */
  readonly stopFolder: string | null;
  /** Resolves when it is time to open connections: a server closes those that idle for long. */
  untilNear(signal: AbortSignal): Promise<LoadStart['distribution']>;
  /** To be called last, when everything is ready. */
  zero(signal: AbortSignal): Promise<TimeZero>;
}

/** @throws UserError when this worker cannot take part */
export async function openPart(
  load: PacerLoad,
  runDirectory: string | null,
  env: NodeJS.ProcessEnv,
): Promise<Part> {
  if (load.kind === 'whole') return wholeOf(load.order, runDirectory);
  const { order, distribution } = load;
  const worker = await joinDistribution(distribution, order.region, env);
  const { workers, phases, id } = distribution;
  let startAtMs = Number.NaN;
  return {
    order: {
      ...order,
      phases,
      worker: worker.number,
      totalWorkers: workers,
      // The limit is each machine's own: an order divides it among its workers.
      maxConnections: order.maxConnections * workers,
    },
    samples: worker.samples,
    stopFolder: worker.folder,
    async untilNear(signal) {
      startAtMs = await worker.agreeOnStart(signal);
      const waitMs = startAtMs - NEAR_MS - Date.now();
      if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => {});
      return { id, startAtMs };
    },
    // A start that has passed is now: `import` sees how late this worker was.
    zero: async () => timeZeroAt(Math.max(startAtMs, Date.now())),
  };
}

/** Time to open connections in. */
const NEAR_MS = 2_000;

function wholeOf(order: LoadOrder, runDirectory: string | null): Part {
  const file = runDirectory === null ? null : new NdjsonFile(join(runDirectory, 'load.ndjson'));
  return {
    order,
    samples: file && { append: (event) => file.append(event), close: async () => file.close() },
    stopFolder: runDirectory,
    untilNear: async () => undefined,
    zero: (signal) => agreeOnZero(order, signal),
  };
}
