/** Estimates how many independent trials a count over time is worth. */

import { studentQuantile } from '../statistics/distributions.ts';
import type { Counted } from './difference-of-shares.ts';

/** With fewer blocks, the variance of their sums is a guess. */
const FEWEST_BLOCKS = 6;
/** Student's distribution hardly changes beyond this many degrees of freedom. */
const MANY = 10_000;

/**
 * Requests resemble their neighbours: a slow second makes all of its requests slow. So the variance of the
 * share is measured between blocks of time, and the effective count is the number of independent trials
 * that vary as much (Kish, "Survey Sampling", 1965). With few blocks the variance is uncertain. Student's t
 * corrects for that as in Korn and Graubard (Survey Methodology 24 (1998) 193-201): the count is divided
 * by (t of the blocks / t of the trials)².
 *
 * Blocks must be longer than the time over which seconds are alike, which is unknown. So the time is cut
 * into 6 blocks, 12, 24 and so on down to single seconds, and the cut with the fewest trials wins. Blocks
 * that are too long cost precision, which t accounts for; blocks that are too short would be wrong.
 *
 * @param seconds counts of each second, in time order; seconds without completed requests are allowed.
 * @param confidence one-sided, 0.5..1: that of the inference that uses the count.
 * @returns 0 to the number of trials; with fewer than six seconds, at most one for each. If no trial
 *   succeeded, or all did, nothing varies and all trials count: measure their similarity elsewhere.
 */
export function effectiveTrials(seconds: readonly Counted[], confidence: number): number {
  const { successes, trials } = sumOf(seconds);
  if (trials === 0) return 0;
  if (seconds.length < FEWEST_BLOCKS) return Math.min(trials, seconds.length);
  const share = successes / trials;
  // The share is a ratio of two sums, since seconds differ in their number of trials.
  const excess = seconds.map((second) => second.successes - share * second.trials);
  const independent = trials * share * (1 - share);
  const known = studentQuantile(confidence, Math.min(MANY, trials));
  const variance = widestVariance(excess, confidence, known);
  return variance > 0 ? Math.min(trials, (trials * independent) / variance) : trials;
}

/**
 * The variance of the sum of values that may resemble their neighbours, times (t of the blocks / `known`)²: of
 * the cuts named above, the one that makes it widest. Where there are fewer values than blocks, each is one of its
 * own: that is right only for what is long beside the time over which requests are alike, as CloudWatch's periods are.
 *
 * @param values at least two, in time order.
 * @param known the quantile that the user of the variance multiplies its root by.
 */
export function widestVariance(
  values: readonly number[],
  confidence: number,
  known: number,
  fewestBlocks = FEWEST_BLOCKS,
): number {
  let widest = 0;
  const first = Math.min(fewestBlocks, values.length);
  for (let blocks = first; blocks < 2 * values.length; blocks *= 2) {
    const count = Math.min(blocks, values.length);
    const penalty = (studentQuantile(confidence, Math.min(MANY, count - 1)) / known) ** 2;
    widest = Math.max(widest, varianceOfSum(values, count) * penalty);
  }
  return widest;
}

export function sumOf(seconds: readonly Counted[]): Counted {
  let successes = 0;
  let trials = 0;
  for (const second of seconds) {
    successes += second.successes;
    trials += second.trials;
  }
  return { successes, trials };
}

/** From the sums of blocks, which are as equal in length as whole seconds allow. */
function varianceOfSum(values: readonly number[], blocks: number): number {
  let squares = 0;
  let total = 0;
  for (let block = 0; block < blocks; block += 1) {
    const end = Math.floor(((block + 1) * values.length) / blocks);
    let sum = 0;
    for (let at = Math.floor((block * values.length) / blocks); at < end; at += 1) {
      sum += values[at]!;
    }
    squares += sum * sum;
    total += sum;
  }
  return (blocks * (squares - (total * total) / blocks)) / (blocks - 1);
}
