/** Starts the target in its own process, and defines the messages between the two. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** For a while, the target accepts requests without responding; then it responds to all of them. */
export interface Stall {
  /** After the first arrival. */
  readonly afterMs: number;
  readonly forMs: number;
}

export type ToTarget =
  | {
      readonly type: 'begin';
      /** Number of arrivals to record; later ones are only counted. */
      readonly capacity: number;
      readonly serviceTimeMs: number;
      readonly stall: Stall | null;
    }
  | { readonly type: 'finish' };

/** Times are the target's monotonic clock, ms; index 0 is the request that arrived first. */
export interface TargetRecord {
  readonly arrivalMs: Float64Array;
  /** When the response was written to the socket; NaN if it never was. */
  readonly answeredMs: Float64Array;
  /** Every arrival, recorded or not. */
  readonly arrived: number;
  /** Share of time between first and last arrival in which the target's event loop was busy. */
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
    // Its own process group, so that Ctrl-C in a terminal does not kill it during a load.
    detached: true,
    // Transfers typed arrays without conversion.
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
  const onExit = () => lost.abort(new Error('The benchmark target exited unexpectedly.'));
  child.once('exit', onExit);
  try {
    const [message] = (await once(child, 'message', { signal: lost.signal })) as [FromTarget];
    if (message.type === type) return message as MessageOf<T>;
    throw new Error(`Expected message "${type}" from the target, got "${message.type}".`);
  } catch (error) {
    throw lost.signal.aborted ? lost.signal.reason : error;
  } finally {
    child.off('exit', onExit);
  }
}
