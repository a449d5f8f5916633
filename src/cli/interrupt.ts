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
  return {
    signal: controller.signal,
    exitCode: () => EXIT_OF_SIGNAL[String(controller.signal.reason)] ?? null,
    dispose() {
      for (const name of Object.keys(EXIT_OF_SIGNAL)) process.off(name, handle);
    },
  };
}
