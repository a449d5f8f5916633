/** Cuts a course of values into at most three levels: where it clearly steps up or down, and how far. */

export interface Level {
  /** Index of its first value. */
  readonly from: number;
  /** After its last. */
  readonly to: number;
  readonly mean: number;
}

/** A level shorter than that is an outlier. */
const SHORTEST = 4;
/** Standard errors between two levels. Neighbouring seconds resemble each other, so more than for independent ones. */
const CLEARLY = 8;
const LEAST_CHANGE = 0.1;

/** @returns one level where nothing clearly changes; at most three, in order */
export function levels(values: readonly number[]): Level[] {
  const whole = { from: 0, to: values.length, mean: meanOf(values, 0, values.length) };
  const first = bestCut(values, whole);
  if (first === null) return [whole];
  const parts = cutAt(values, whole, first.at);
  const cuts = parts.map((part) => bestCut(values, part));
  const better = (cuts[1]?.t ?? 0) > (cuts[0]?.t ?? 0) ? 1 : 0;
  const second = cuts[better];
  return second == null
    ? parts
    : parts.flatMap((part, index) => (index === better ? cutAt(values, part, second.at) : [part]));
}

function cutAt(values: readonly number[], { from, to }: Level, at: number): Level[] {
  return [
    { from, to: at, mean: meanOf(values, from, at) },
    { from: at, to, mean: meanOf(values, at, to) },
  ];
}

/** The cut that leaves the least squared error, by Student's t of its two sides. */
function bestCut(
  values: readonly number[],
  { from, to }: Level,
): { readonly at: number; readonly t: number } | null {
  let best: { at: number; left: number; right: number; error: number } | null = null;
  for (let at = from + SHORTEST; at <= to - SHORTEST; at += 1) {
    const left = meanOf(values, from, at);
    const right = meanOf(values, at, to);
    const error = squares(values, from, at, left) + squares(values, at, to, right);
    if (best === null || error < best.error) best = { at, left, right, error };
  }
  if (best === null) return null;
  const { at, left, right, error } = best;
  const deviation = Math.sqrt(error / Math.max(1, to - from - 2));
  const t = Math.abs(left - right) / (deviation * Math.sqrt(1 / (at - from) + 1 / (to - at)));
  const change = Math.abs(left - right) / Math.max(Math.abs(left), Math.abs(right));
  return change >= LEAST_CHANGE && t >= CLEARLY ? { at, t } : null;
}

function meanOf(values: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += values[index]!;
  return sum / (to - from);
}

function squares(values: readonly number[], from: number, to: number, mean: number): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += (values[index]! - mean) ** 2;
  return sum;
}
