/**
 * A plan's start on two clocks: the wall clock dates records, the monotonic clock paces requests.
 * The monotonic clock is the system's, not `performance.now()`, so that all threads share it.
 */
export interface TimeZero {
  readonly epochMs: number;
  readonly monotonicMs: number;
}

/** @param ms from now on */
export function timeZeroIn(ms: number): TimeZero {
  return { epochMs: Date.now() + ms, monotonicMs: monotonicMs() + ms };
}

/** @param epochMs by the wall clock as it is now */
export function timeZeroAt(epochMs: number): TimeZero {
  return timeZeroIn(epochMs - Date.now());
}

/** Negative before time zero. */
export function msSince({ monotonicMs: zeroMs }: TimeZero): number {
  return monotonicMs() - zeroMs;
}

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
