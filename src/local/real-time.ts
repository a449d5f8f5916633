/** Drives the simulation in real time: a monotonic wall clock, and a timer for the next due event. */
import type { Simulation } from '../simulation/simulation.ts';

/**
 * Wall-clock time that never goes back and has sub-millisecond resolution.
 *
 * `Date.now()` alone has whole milliseconds and jumps when the clock is set; `performance.now()`
 * alone stops while a laptop sleeps. So this uses the second, corrected to the first when they differ.
 */
const MAX_DRIFT_MS = 50;

/** @returns epoch milliseconds, never less than before */
export function wallClock(): () => number {
  let originMs = Date.now() - performance.now();
  let lastMs = 0;
  return () => {
    let nowMs = originMs + performance.now();
    const driftMs = Date.now() - nowMs;
    if (Math.abs(driftMs) > MAX_DRIFT_MS) {
      originMs += driftMs;
      nowMs += driftMs;
    }
    lastMs = Math.max(lastMs, nowMs);
    return lastMs;
  };
}

/** Node's timers overflow beyond this. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export interface Driver {
  /** Call when something may have become due earlier; cheap. */
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
