/** Interval of the difference between two shares counted second by second, from effective counts. */
import { type Counted, differenceOfShares } from './difference-of-shares.ts';
import { effectiveTrials, sumOf } from './effective-trials.ts';

/** One-sided, of an interval of 95 %. */
const CONFIDENCE = 0.975;

/**
 * Newcombe's interval of `left - right`, 95 %, from effective counts: requests of the same second, and of
 * neighbouring seconds, tend to have the same outcome. A side without failures does not show how alike
 * failures would be, so both sides use the larger design effect.
 *
 * @param left counts of each second, in time order.
 * @returns null when one side has no trials.
 */
export function differenceOverTime(
  left: readonly Counted[],
  right: readonly Counted[],
): ReturnType<typeof differenceOfShares> {
  const effect = Math.max(designEffect(left), designEffect(right));
  return differenceOfShares(effective(left, effect), effective(right, effect));
}

/** How many requests are worth one independent request. */
function designEffect(seconds: readonly Counted[]): number {
  const { trials } = sumOf(seconds);
  return trials === 0 ? 1 : trials / effectiveTrials(seconds, CONFIDENCE);
}

function effective(seconds: readonly Counted[], effect: number): Counted {
  const { successes, trials } = sumOf(seconds);
  return { successes: successes / effect, trials: trials / effect };
}
