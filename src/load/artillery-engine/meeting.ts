/** A barrier at which the workers of a load (threads of one process) exchange values. */
import { BroadcastChannel } from 'node:worker_threads';

export interface Meeting<T> {
  /** Separates meetings: workers only see messages on the same topic. */
  readonly topic: string;
  /** 1..workers. */
  readonly worker: number;
  readonly workers: number;
  readonly value: T;
  /** Ends the wait early; the result has the workers that arrived so far. */
  readonly signal?: AbortSignal;
  readonly waitMs?: number;
}

interface Message<T> {
  readonly worker: number;
  readonly value: T;
  /** A repeat for workers that joined after the first message. */
  readonly isRepeated: boolean;
}

/** A worker that has not arrived by then has crashed or hangs. */
const WAIT_MS = 30_000;

/**
 * @returns the values of all workers, including this one, ordered by worker number
 * @throws Error (as a rejection) when some workers did not arrive in time
 */
export async function meet<T>(meeting: Meeting<T>): Promise<T[]> {
  const { topic, worker, workers, value, signal, waitMs = WAIT_MS } = meeting;
  const values = new Map([[worker, value]]);
  if (workers === 1) return [value];
  const channel = new BroadcastChannel(`artillery-engine-replay ${topic}`);
  const send = (isRepeated: boolean) => {
    channel.postMessage({ worker, value, isRepeated } satisfies Message<T>);
  };
  try {
    await new Promise<void>((resolve, reject) => {
      channel.onmessage = ({ data }) => {
        const message = data as Message<T>;
        values.set(message.worker, message.value);
        if (!message.isRepeated) send(true);
        if (values.size === workers) resolve();
      };
      signal?.addEventListener('abort', () => resolve());
      if (signal?.aborted) resolve();
      const late = () =>
        reject(
          new Error(
            `only ${values.size} of ${workers} workers were ready after ${waitMs / 1_000} s`,
          ),
        );
      setTimeout(late, waitMs).unref();
      send(false);
    });
  } finally {
    channel.close();
  }
  return [...values].sort(([one], [next]) => one - next).map(([, value]) => value);
}
