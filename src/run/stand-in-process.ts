/** Runs the stand-in in its own process, so that it shares no event loop with what measures it. */
import { fork } from 'node:child_process';
import { UserError } from '../input/user-error.ts';
import type { StandInReply, StandInSettings } from './stand-in-child.ts';

export interface StandInProcess {
  readonly url: string;
  readonly pid: number;
  /** Resolves with the exit code or signal when the process exits unasked. */
  readonly lost: Promise<string>;
  stop(): Promise<void>;
}

/** @throws UserError when it cannot listen */
export async function startStandInProcess(settings: StandInSettings): Promise<StandInProcess> {
  const entry = new URL('./stand-in-child.ts', import.meta.url);
  const child = fork(entry, { detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const reply = await Promise.race([
    new Promise<StandInReply>((resolve) => {
      child.once('message', (message) => resolve(message as StandInReply));
      child.send(settings);
    }),
    exited.then((how): StandInReply => ({ failed: `The stand-in exited on startup (${how}).` })),
  ]);
  if ('failed' in reply) {
    child.kill('SIGKILL');
    throw new UserError(reply.failed);
  }
  let stopping = false;
  return {
    url: reply.url,
    pid: child.pid!,
    lost: new Promise((resolve) => {
      void exited.then((how) => {
        if (!stopping) resolve(how);
      });
    }),
    async stop() {
      stopping = true;
      if (child.connected) child.send('stop');
      await exited;
    },
  };
}
