/** Lets the workers of a load tell each other something. They are threads of one process. */
import { BroadcastChannel } from 'node:worker_threads';

export interface Meeting<T> {
  /** What is told; meetings of different topics do not hear each other. */
  readonly topic: string;
  /** 1..workers. */
  readonly worker: number;
  readonly workers: number;
  readonly value: T;
  /** Ends the wait: whoever is there by then is the result. */
  readonly signal?: AbortSignal;
  readonly waitMs?: number;
}

interface Message<T> {
  readonly worker: number;
  readonly value: T;
  /** To somebody who may have come too late to hear it the first time. */
  readonly isRepeated: boolean;
}

/** A worker that is not there by then has crashed or hangs. */
const WAIT_MS = 30_000;

/**
 * @returns what each worker told, this one included, in the order of their numbers, once all have
 * @throws Error (as a rejection) naming how many came, when not all did in time
 */
export async function meet<T>(meeting: Meeting<T>): Promise<T[]> {
  const { topic, worker, workers, value, signal, waitMs = WAIT_MS } = meeting;
  const told = new Map([[worker, value]]);
  if (workers === 1) return [value];
  const channel = new BroadcastChannel(`artillery-engine-replay ${topic}`);
  const tell = (isRepeated: boolean) => {
    channel.postMessage({ worker, value, isRepeated } satisfies Message<T>);
  };
  try {
    await new Promise<void>((resolve, reject) => {
      channel.onmessage = ({ data }) => {
        const message = data as Message<T>;
        told.set(message.worker, message.value);
        if (!message.isRepeated) tell(true);
        if (told.size === workers) resolve();
      };
      signal?.addEventListener('abort', () => resolve());
      if (signal?.aborted) resolve();
      const late = () =>
        reject(
          new Error(`of ${workers} workers ${told.size} were ready after ${waitMs / 1_000} s`),
        );
      setTimeout(late, waitMs).unref();
      tell(false);
    });
  } finally {
    channel.close();
  }
  return [...told].sort(([one], [next]) => one - next).map(([, value]) => value);
}
