/** Is something more frequent since, all the time since, and by how much? */
import { type Counted, differenceOfShares } from './difference-of-shares.ts';

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
 * @param counted successes of so many trials in some of the items, added up.
 * @returns null when it is not surely more, in one of these parts or in all.
 */
export function lastingExcess<T>(
  later: readonly T[],
  earlier: readonly T[],
  onset: number,
  counted: (items: readonly T[]) => Counted,
): Excess | null {
  const reference = counted(earlier);
  const third = Math.ceil(later.length / 3);
  const parts = [0, 1, 2].map((index) => later.slice(index * third, (index + 1) * third));
  const surelyMore = [later.slice(0, onset), ...parts].every((part) => {
    const between = differenceOfShares(counted(part), reference);
    return between !== null && between.low > 0;
  });
  const whole = counted(later);
  const between = differenceOfShares(whole, reference);
  if (!surelyMore || between === null) return null;
  return {
    share: whole.successes / whole.trials,
    shareBefore: reference.successes / reference.trials,
    low: between.low,
    high: between.high,
  };
}
