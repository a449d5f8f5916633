/** How a run ends when the user interrupts it. */
import type { RunEnd } from '../record/manifest.ts';

export function interrupted(signal: AbortSignal): RunEnd {
  const name = String(signal.reason);
  return { atMs: Date.now(), how: 'interrupted', signal: name, message: `Stopped by ${name}.` };
}

/** Resolves when the user interrupts; otherwise never. */
export function interruption(signal: AbortSignal): Promise<RunEnd> {
  return new Promise((resolve) => {
    const abort = () => resolve(interrupted(signal));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
