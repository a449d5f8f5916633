/** Handles signals: the first asks the command to stop in order, the second exits immediately. */
import { EXIT_OF_SIGNAL } from './exit-codes.ts';
import { watchShell } from './npx-shell.js';

export interface Interrupt {
  /** Aborted on the first SIGINT, SIGTERM or SIGHUP; its reason is the signal's name. */
  readonly signal: AbortSignal;
  /** The exit code for the signal; null without a signal. */
  exitCode(): number | null;
  dispose(): void;
}

/** One Ctrl-C may arrive twice: from the terminal and from a parent that forwards it. */
const SAME_SIGNAL_MS = 500;

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
