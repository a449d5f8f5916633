/**
 * Durations as people write them: `90`, `90s`, `15m`, `2h`, as in Artillery's phases. A bare number is
 * in the unit that the key's name ends with, and in seconds where there is none.
 */
import ms, { type StringValue } from 'ms';
import { z } from 'zod';
import { decimalNumber } from './number-text.ts';

/** Longer than any load that anyone watches; a larger number is a slip of the unit. */
export const MAX_SECONDS = 7 * 24 * 3_600;
const MAX_MS = 3_600_000;

const TEXT =
  /^(\d+\.?\d*|\.\d+) *(milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)?$/;

/** @returns seconds; null when the text is not a duration */
export function secondsOf(text: string): number | null {
  return durationOf(text, 1_000);
}

function durationOf(text: string, unitMs: number): number | null {
  const trimmed = text.trim();
  // `ms` takes a bare number for milliseconds.
  const bare = decimalNumber(trimmed);
  if (bare !== null) return bare;
  return TEXT.test(trimmed) ? ms(trimmed as StringValue) / unitMs : null;
}

interface Bounds {
  /** Exclusive lower bound, in place of `from`. */
  readonly above?: number;
  readonly from?: number;
  readonly to: number;
  readonly whole?: boolean;
}

/** A key in seconds; its output is a number. */
export function seconds(bounds: Partial<Bounds> = {}) {
  const [noun, examples] = ['seconds', '90s, 15m or 2h'];
  return duration({ to: MAX_SECONDS, ...bounds }, { unitMs: 1_000, noun, examples });
}

/** A key whose name ends in `Ms`; its output is a number. */
export function milliseconds(bounds: Partial<Bounds> = {}) {
  const [noun, examples] = ['milliseconds', '400ms or 10s'];
  return duration({ to: MAX_MS, ...bounds }, { unitMs: 1, noun, examples });
}

interface Unit {
  readonly unitMs: number;
  readonly noun: string;
  readonly examples: string;
}

function duration({ above, from = 0, to, whole = false }: Bounds, unit: Unit) {
  const { unitMs, noun, examples } = unit;
  const low = above === undefined ? `from ${from}` : `above ${above}`;
  const range = above === undefined ? `${low} to ${to}` : `${low} and up to ${to}`;
  const error = `expected ${whole ? 'whole ' : ''}${noun} ${range}, or text such as ${examples}`;
  const fits = (value: number) =>
    (above === undefined ? value >= from : value > above) &&
    value <= to &&
    (!whole || Number.isInteger(value));
  // The bounds stand here for the published JSON Schema; each needs the message, or zod words its own.
  const number = z.number({ error }).max(to, { error });
  const bounded = above === undefined ? number.min(from, { error }) : number.gt(above, { error });
  return z
    .union([bounded, z.string({ error }).regex(TEXT, { error })], { error })
    .transform((value) =>
      typeof value === 'number' ? value : (durationOf(value, unitMs) ?? Number.NaN),
    )
    .refine(fits, { error });
}
