/**
 * Wall-clock time that never goes back and has fractions of a millisecond.
 *
 * `Date.now()` alone has whole milliseconds and jumps when the clock is set; `performance.now()`
 * alone stands still while a laptop sleeps. So: the second, moved on to the first when they part.
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
