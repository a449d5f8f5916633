/** Starts the target in a process of its own and speaks with it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { FromTarget, TargetRecord, ToTarget } from './target-protocol.ts';

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
