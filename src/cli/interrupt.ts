/** Signals for a command that has something to finish: the first asks it to stop, a second insists. */
import { EXIT_OF_SIGNAL } from './exit-codes.ts';

export interface Interrupt {
  /** Aborted on the first SIGINT, SIGTERM or SIGHUP; its reason is the signal's name. */
  readonly signal: AbortSignal;
  /** The exit code that tells of the signal; null while there was none. */
  exitCode(): number | null;
  dispose(): void;
}

/** A Ctrl-C may come twice, from the terminal and from a parent that passes it on: that is one. */
const SAME_SIGNAL_MS = 500;
const WATCH_MS = 500;

/** @param exit called on a second signal, with its exit code */
export function onInterrupt(exit: (code: number) => void): Interrupt {
  const controller = new AbortController();
  let firstMs = 0;
  const handle = (name: NodeJS.Signals) => {
    if (!controller.signal.aborted) {
      firstMs = performance.now();
      controller.abort(name);
    } else if (performance.now() - firstMs > SAME_SIGNAL_MS) exit(EXIT_OF_SIGNAL[name] ?? 1);
  };
  for (const name of Object.keys(EXIT_OF_SIGNAL)) process.on(name, handle);
  const watch = watchShell(() => {
    if (!controller.signal.aborted) handle('SIGTERM');
  });
  return {
    signal: controller.signal,
    exitCode: () => EXIT_OF_SIGNAL[String(controller.signal.reason)] ?? null,
    dispose() {
      for (const name of Object.keys(EXIT_OF_SIGNAL)) process.off(name, handle);
      clearInterval(watch);
    },
  };
}

/** npx starts the command through a shell, which dies of a signal to npx and does not pass it on. */
function watchShell(onGone: () => void): NodeJS.Timeout | undefined {
  const { npm_lifecycle_event: by, npm_lifecycle_script: script = '' } = process.env;
  if (by !== 'npx' || !script.includes('scaleproof')) return undefined;
  const shell = process.ppid;
  return setInterval(() => {
    if (process.ppid !== shell) onGone();
  }, WATCH_MS).unref();
}
