/** How long to watch an external load: for a time, while a command runs, or in the past. */
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { seconds } from '../format/numbers.js';
import type { RunEnd } from '../record/manifest.ts';
import { interruption } from './interruption.ts';

export type During =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'seconds'; readonly seconds: number }
  /** The load is already over. */
  | { readonly kind: 'past' };

/** Resolves when the load is over or the user interrupts. The command's output goes to stderr. */
export function watchDuring(during: During, signal: AbortSignal): Promise<RunEnd> {
  switch (during.kind) {
    case 'past':
      return Promise.resolve(completed('The load was already over.'));
    case 'seconds': {
      const over = delay(during.seconds * 1_000, undefined, { signal }).then(
        () => completed(`Watched for ${seconds(during.seconds)}.`),
        // Interrupted: the other promise resolves.
        () => new Promise<RunEnd>(() => {}),
      );
      return Promise.race([over, interruption(signal)]);
    }
    case 'command':
      return watchCommand(during.command, signal);
  }
}

async function watchCommand(command: string, signal: AbortSignal): Promise<RunEnd> {
  // Run in a shell, as typed, and in its own process group, so that all children can be stopped.
  const child = spawn(command, { shell: true, detached: true, stdio: ['ignore', 2, 2] });
  const ended = new Promise<RunEnd>((resolve) => {
    child.once('error', ({ message }) => resolve(failed(`\`${command}\`: ${message}.`)));
    child.once('exit', (code, killedBy) =>
      resolve({
        ...completed(`\`${command}\` exited with ${killedBy ?? `code ${code}`}.`),
        command: { exitCode: code, signal: killedBy },
      }),
    );
  });
  const end = await Promise.race([ended, interruption(signal)]);
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    process.kill(-child.pid, 'SIGTERM');
    await ended;
  }
  return end;
}

function completed(message: string): RunEnd {
  return { atMs: Date.now(), how: 'completed', signal: null, message };
}

function failed(message: string): RunEnd {
  return { atMs: Date.now(), how: 'failed', signal: null, message };
}
