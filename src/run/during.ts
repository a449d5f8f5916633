/** How long to watch a load that somebody else sends. */
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { seconds } from '../format/numbers.js';
import type { RunEnd } from '../record/manifest.ts';
import { interruption } from './interruption.ts';

export type During =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'seconds'; readonly seconds: number }
  /** The load was sent before. */
  | { readonly kind: 'past' };

/** Resolves when the load is over, or the user interrupts. What the command prints goes to stderr. */
export function watchDuring(during: During, signal: AbortSignal): Promise<RunEnd> {
  switch (during.kind) {
    case 'past':
      return Promise.resolve(completed('The load had been sent before.'));
    case 'seconds': {
      const over = delay(during.seconds * 1_000, undefined, { signal }).then(
        () => completed(`Watched for ${seconds(during.seconds)}.`),
        // Interrupted: the other promise says so.
        () => new Promise<RunEnd>(() => {}),
      );
      return Promise.race([over, interruption(signal)]);
    }
    case 'command':
      return watchCommand(during.command, signal);
  }
}

async function watchCommand(command: string, signal: AbortSignal): Promise<RunEnd> {
  // Through the shell, as it was typed. A group of its own, so that all it starts can be ended.
  const child = spawn(command, { shell: true, detached: true, stdio: ['ignore', 2, 2] });
  const ended = new Promise<RunEnd>((resolve) => {
    child.once('error', ({ message }) => resolve(failed(`\`${command}\`: ${message}.`)));
    child.once('exit', (code, killedBy) =>
      resolve(
        // Load tools report missed thresholds by their exit code: the load was sent all the same.
        completed(`\`${command}\` ended with ${killedBy ?? `exit code ${code}`}.`),
      ),
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
