/** Reads all sources, on every core where there is enough to read, and adds up what they tell. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { UserError } from '../input/user-error.ts';
import { LoadSum, type LoadSumData } from './load-sum.ts';
import type { Place, PlaceAt } from './place.ts';
import { type Reading, type ReadSource, SourceReader } from './source-reader.ts';
import type { Surveyed } from './survey.ts';

export interface ReadAll {
  /** In the order of the sources. */
  readonly sources: readonly ReadSource[];
  /** By lateness. */
  readonly sums: ReadonlyMap<number, LoadSum>;
}

/** A thread takes a tenth of a second to start. */
const WORTH_THREADS_BYTES = 32 << 20;

/** @param threads for tests; by default as many as cores, where it is worth it */
export async function readAll(
  at: PlaceAt,
  place: Place,
  sources: readonly Surveyed[],
  reading: Reading,
  threads = threadsFor(sources),
): Promise<ReadAll> {
  const read: ReadSource[] = [];
  const sums = new Map<number, LoadSum>();
  const add = (parts: readonly [number, LoadSumData][]) => {
    for (const [late, data] of parts) {
      const sum = sums.get(late) ?? new LoadSum();
      sums.set(late, sum);
      sum.add(data, 0);
    }
  };
  if (threads <= 1) {
    const reader = new SourceReader(place, reading);
    for (const [index, source] of sources.entries()) {
      read[index] = await reader.read(source, index + 1);
    }
    add(reader.sums());
    return { sources: read, sums };
  }
  // The largest first, so that no thread is left alone with it at the end.
  const queue = [...sources.keys()].sort(
    (one, other) => sources[other]!.source.bytes - sources[one]!.source.bytes,
  );
  const lane = async () => {
    const thread = new Worker(new URL('./read-thread.ts', import.meta.url), {
      workerData: { at, reading },
      // What a line leaves is short-lived: more room for it only delays cleaning up.
      resourceLimits: { maxYoungGenerationSizeMb: 48 },
    });
    try {
      for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
        thread.postMessage({ source: sources[index]!, number: index + 1 });
        read[index] = await answerOf<ReadSource>(thread);
      }
      thread.postMessage(null);
      add(await answerOf<[number, LoadSumData][]>(thread));
    } finally {
      await thread.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, lane));
  return { sources: read, sums };
}

/** @throws UserError as the thread did */
async function answerOf<T>(thread: Worker): Promise<T> {
  const [answer] = (await once(thread, 'message')) as [{ told: T } | { refused: string }];
  if ('refused' in answer) throw new UserError(answer.refused);
  return answer.told;
}

function threadsFor(sources: readonly Surveyed[]): number {
  const bytes = sources.reduce((sum, { source }) => sum + source.bytes, 0);
  return bytes < WORTH_THREADS_BYTES ? 1 : Math.min(availableParallelism(), sources.length);
}
