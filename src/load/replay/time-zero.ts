/**
 * When a plan begins, by two clocks: the wall clock dates what is written down, the monotonic one paces.
 * The monotonic clock is the system's, not `performance.now()`, so that all threads mean the same.
 */
export interface TimeZero {
  readonly epochMs: number;
  readonly monotonicMs: number;
}

/** @param ms from now on */
export function timeZeroIn(ms: number): TimeZero {
  return { epochMs: Date.now() + ms, monotonicMs: monotonicMs() + ms };
}

/** Negative while it lies ahead. */
export function msSince({ monotonicMs: zeroMs }: TimeZero): number {
  return monotonicMs() - zeroMs;
}

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
