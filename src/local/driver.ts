/** Moves a simulation along with the wall clock: one timer, set for the next thing due. */
import type { Simulation } from '../simulation/simulation.ts';

/** Node's timers wrap around beyond this. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export interface Driver {
  /** To be called when something may have become due earlier; cheap. */
  wake(): void;
  stop(): void;
}

export function drive(simulation: Simulation, nowMs: () => number): Driver {
  let timer: NodeJS.Timeout | undefined;
  let armedForMs = Number.POSITIVE_INFINITY;
  let stopped = false;

  const arm = () => {
    if (stopped) return;
    clearTimeout(timer);
    armedForMs = simulation.nextDueMs;
    // Rounded up: a timer that fires a fraction early would find nothing due and spin.
    const delayMs = Math.max(1, Math.ceil(armedForMs - nowMs()));
    timer = setTimeout(fire, Math.min(delayMs, MAX_TIMEOUT_MS));
  };
  const fire = () => {
    simulation.tick(nowMs());
    arm();
  };
  arm();
  return {
    wake: () => {
      if (simulation.nextDueMs < armedForMs) arm();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
