/**
 * Durations as people write them: `90`, `90s`, `15m`, `2h`, as in Artillery's phases. A bare number is
 * in the unit that the key's name ends with, and in seconds where there is none.
 */
import ms, { type StringValue } from 'ms';
import { decimalNumber } from './number-text.ts';

/** Longer than any load that anyone watches; a larger number is a slip of the unit. */
export const MAX_SECONDS = 7 * 24 * 3_600;

/** A number, with a unit or without. */
export const DURATION =
  /^(\d+\.?\d*|\.\d+) *(milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)?$/;

/** @returns seconds; null when the text is not a duration */
export function secondsOf(text: string): number | null {
  return durationOf(text, 1_000);
}

/** @returns the duration in units of `unitMs`, which is also what a bare number counts */
export function durationOf(text: string, unitMs: number): number | null {
  const trimmed = text.trim();
  // `ms` takes a bare number for milliseconds.
  const bare = decimalNumber(trimmed);
  if (bare !== null) return bare;
  return DURATION.test(trimmed) ? ms(trimmed as StringValue) / unitMs : null;
}
