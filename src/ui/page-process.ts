/** Serves a run's page from a process of its own, so that it shares no event loop with what measures. */
import { fork } from 'node:child_process';
import { UserError } from '../input/user-error.ts';
import type { PageOrder, PageProgress, PageReply } from './page-messages.ts';

export interface PageProcess {
  readonly url: string;
  readonly pid: number;
  /** Resolves with what happened when the process exits unasked; the run does not need it. */
  readonly lost: Promise<string>;
  follow(progress: PageProgress): void;
  /** From now on the page shows this run directory. */
  begun(directory: string): void;
  /** Shows the report and resolves when browsers have it, which takes a bounded time. */
  end(directory: string | null): Promise<void>;
}

/** After this time the process is stopped; judging an hour's run and telling browsers take less. */
const END_MS = 15_000;

/** @throws UserError when the page cannot be served */
export async function startPage(): Promise<PageProcess> {
  const entry = new URL('./page-child.ts', import.meta.url);
  // A process group of its own: Ctrl-C reaches only the command, which ends the page in order.
  const child = fork(entry, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  let complaint: string | null = null;
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(complaint ?? signal ?? `exit code ${code}`));
  });
  const serving = new Promise<string>((resolve) => {
    child.on('message', (message) => {
      const reply = message as PageReply;
      if (reply.kind === 'serving') resolve(reply.url);
      else complaint = reply.message;
    });
  });
  const url = await Promise.race([serving, exited.then(() => null)]);
  if (url === null) {
    throw new UserError(`Cannot serve the page (${await exited}); leave out --ui.`);
  }
  let isEnding = false;
  // A page that died in between must not fail the run.
  const send = (order: PageOrder) => {
    if (child.connected) child.send(order, () => {});
  };
  return {
    url,
    pid: child.pid!,
    lost: new Promise((resolve) => {
      void exited.then((how) => {
        if (!isEnding) resolve(how);
      });
    }),
    follow: send,
    begun: (directory) => send({ kind: 'begun', directory }),
    async end(directory) {
      isEnding = true;
      send({ kind: 'end', directory });
      const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
