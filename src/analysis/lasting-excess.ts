/** Finds a share that rose at one moment and stayed higher. */
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
 * The difference of two shares, if it began at the boundary and lasted: the first `onset` items and each
 * third of the later time must each have a significantly higher share than the earlier time. A share that
 * rose later, briefly, or for a while has a different cause from what happened at the boundary.
 *
 * @param later one item a second, in time order.
 * @param counted successes and trials of one item.
 * @returns null when any of these parts, or the whole, is not significantly higher.
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
  const everyPartHigher = [since.slice(0, onset), ...parts].every((part) => {
    const between = differenceOverTime(part, before);
    return between !== null && between.low > 0;
  });
  const between = differenceOverTime(since, before);
  if (!everyPartHigher || between === null) return null;
  const [whole, reference] = [sumOf(since), sumOf(before)];
  return {
    share: whole.successes / whole.trials,
    shareBefore: reference.successes / reference.trials,
    low: between.low,
    high: between.high,
  };
}
