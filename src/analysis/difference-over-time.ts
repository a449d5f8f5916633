/** Compares two shares that were counted second by second, with effective counts. */
import { type Counted, differenceOfShares } from './difference-of-shares.ts';
import { effectiveTrials, sumOf } from './effective-trials.ts';

/** One-sided, of an interval of 95 %. */
const CONFIDENCE = 0.975;

/**
 * Newcombe's interval of `left - right`, 95 %, from effective counts: requests of one second share
 * their fate, and so do neighbouring seconds. Where all went well nothing tells how alike requests
 * are when they do not, so both sides count as those that were more alike.
 *
 * @param left counts of each second, in the order of time.
 * @returns null when one side has no trials.
 */
export function differenceOverTime(
  left: readonly Counted[],
  right: readonly Counted[],
): ReturnType<typeof differenceOfShares> {
  const alike = Math.max(designEffect(left), designEffect(right));
  return differenceOfShares(thinned(left, alike), thinned(right, alike));
}

/** How many requests are worth one independent one. */
function designEffect(seconds: readonly Counted[]): number {
  const { trials } = sumOf(seconds);
  return trials === 0 ? 1 : trials / effectiveTrials(seconds, CONFIDENCE);
}

function thinned(seconds: readonly Counted[], times: number): Counted {
  const { successes, trials } = sumOf(seconds);
  return { successes: successes / times, trials: trials / times };
}
