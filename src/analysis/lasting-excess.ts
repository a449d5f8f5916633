/** Finds an event that became more frequent from one moment on, and stayed so. */
import type { Counted } from './difference-of-shares.ts';
import { differenceOverTime } from './difference-over-time.ts';
import { sumOf } from './effective-trials.ts';

export interface Excess {
  readonly share: number;
  readonly shareBefore: number;
  /** Newcombe's interval of the difference, 95 %. */
  readonly low: number;
  readonly high: number;
}

/**
 * The difference of two shares, if it is one that began with the later time and stayed: the first
 * `onset` items and each third alone must show surely more than the earlier time does. What began
 * later, was a burst, or faded away has another cause than what came at the boundary.
 *
 * @param later one item a second, in the order of time.
 * @param counted successes of so many trials in one of the items.
 * @returns null when it is not surely more, in one of these parts or in all.
 */
export function lastingExcess<T>(
  later: readonly T[],
  earlier: readonly T[],
  onset: number,
  counted: (item: T) => Counted,
): Excess | null {
  const [since, before] = [later.map(counted), earlier.map(counted)];
  const third = Math.ceil(since.length / 3);
  const parts = [0, 1, 2].map((index) => since.slice(index * third, (index + 1) * third));
  const surelyMore = [since.slice(0, onset), ...parts].every((part) => {
    const between = differenceOverTime(part, before);
    return between !== null && between.low > 0;
  });
  const between = differenceOverTime(since, before);
  if (!surelyMore || between === null) return null;
  const [whole, reference] = [sumOf(since), sumOf(before)];
  return {
    share: whole.successes / whole.trials,
    shareBefore: reference.successes / reference.trials,
    low: between.low,
    high: between.high,
  };
}
