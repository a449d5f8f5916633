/** Signals for a command that has something to finish: the first asks it to stop, a second insists. */
import { EXIT_OF_SIGNAL } from './exit-codes.ts';

export interface Interrupt {
  /** Aborted on the first SIGINT or SIGTERM; its reason is the signal's name. */
  readonly signal: AbortSignal;
  /** @param exit called on the second signal, with its exit code */
  dispose(): void;
}

export function onInterrupt(exit: (code: number) => void): Interrupt {
  const controller = new AbortController();
  const handle = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) exit(EXIT_OF_SIGNAL[name] ?? 1);
    else controller.abort(name);
  };
  process.on('SIGINT', handle).on('SIGTERM', handle);
  return {
    signal: controller.signal,
    dispose: () => void process.off('SIGINT', handle).off('SIGTERM', handle),
  };
}
