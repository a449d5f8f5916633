/** Schemas of durations: text such as `15m` is accepted wherever a number is. */
import { z } from 'zod';
import { DURATION, durationOf, MAX_SECONDS } from './duration-text.ts';

const MAX_MS = 3_600_000;

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
    .union([bounded, z.string({ error }).regex(DURATION, { error })], { error })
    .transform((value) =>
      typeof value === 'number' ? value : (durationOf(value, unitMs) ?? Number.NaN),
    )
    .refine(fits, { error });
}
