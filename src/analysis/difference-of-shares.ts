/** Interval of the difference between two shares. */
import { wilsonInterval } from '../statistics/wilson.ts';

export interface Counted {
  readonly successes: number;
  readonly trials: number;
}

/**
 * Newcombe's interval of `left - right`, 95 %, from the two Wilson intervals (Newcombe, Statistics in
 * Medicine 17 (1998) 873-890, method 10). Unlike the textbook interval, it holds for small counts and for
 * shares near 0 and 1.
 *
 * @returns null when one side has no trials.
 */
export function differenceOfShares(
  left: Counted,
  right: Counted,
): { readonly difference: number; readonly low: number; readonly high: number } | null {
  if (left.trials === 0 || right.trials === 0) return null;
  const p1 = left.successes / left.trials;
  const p2 = right.successes / right.trials;
  const one = wilsonInterval(left.successes, left.trials);
  const two = wilsonInterval(right.successes, right.trials);
  const difference = p1 - p2;
  return {
    difference,
    low: difference - Math.hypot(p1 - one.low, two.high - p2),
    high: difference + Math.hypot(one.high - p1, p2 - two.low),
  };
}
