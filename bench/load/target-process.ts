/** Starts the target in a process of its own, and what the two tell each other. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** For a while the target accepts requests and answers none; then it answers all it holds. */
export interface Stall {
  /** After the first arrival. */
  readonly afterMs: number;
  readonly forMs: number;
}

export type ToTarget =
  | {
      readonly type: 'begin';
      /** Arrivals to make room for; later ones are answered and counted, not recorded. */
      readonly capacity: number;
      readonly serviceTimeMs: number;
      readonly stall: Stall | null;
    }
  | { readonly type: 'finish' };

/** Times are the target's monotonic clock, ms; index 0 is the request that arrived first. */
export interface TargetRecord {
  readonly arrivalMs: Float64Array;
  /** When the answer was handed to the socket; NaN when it never was. */
  readonly answeredMs: Float64Array;
  /** Every arrival, recorded or not. */
  readonly arrived: number;
  /** Share of the time from the first arrival to the last in which the target's event loop was busy. */
  readonly utilization: number;
  /** User and system time of the target from `begin` to `finish`. */
  readonly cpuSeconds: number;
}

export type FromTarget =
  | { readonly type: 'listening'; readonly origin: string }
  | { readonly type: 'begun' }
  | ({ readonly type: 'record' } & TargetRecord);

export interface TargetProcess {
  readonly origin: string;
  begin(load: Omit<Extract<ToTarget, { type: 'begin' }>, 'type'>): Promise<void>;
  finish(): Promise<TargetRecord>;
  stop(): Promise<void>;
}

export async function startTarget(): Promise<TargetProcess> {
  const child = fork(new URL('./target.ts', import.meta.url), {
    // A group of its own, so that Ctrl-C in a terminal does not take it from under a load.
    detached: true,
    // Typed arrays travel as they are.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { origin } = await nextMessage(child, 'listening');
  return {
    origin,
    async begin(load) {
      const begun = nextMessage(child, 'begun');
      child.send({ type: 'begin', ...load } satisfies ToTarget);
      await begun;
    },
    async finish() {
      const record = nextMessage(child, 'record');
      child.send({ type: 'finish' } satisfies ToTarget);
      return record;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

type MessageOf<T extends FromTarget['type']> = Extract<FromTarget, { type: T }>;

async function nextMessage<T extends FromTarget['type']>(
  child: ChildProcess,
  type: T,
): Promise<MessageOf<T>> {
  const lost = new AbortController();
  const onExit = () => lost.abort(new Error('The target of the benchmark ended unexpectedly.'));
  child.once('exit', onExit);
  try {
    const [message] = (await once(child, 'message', { signal: lost.signal })) as [FromTarget];
    if (message.type === type) return message as MessageOf<T>;
    throw new Error(`The target said "${message.type}" where "${type}" was expected.`);
  } catch (error) {
    throw lost.signal.aborted ? lost.signal.reason : error;
  } finally {
    child.off('exit', onExit);
  }
}
