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
  let fewest = trials;
  for (let blocks = FEWEST_BLOCKS; blocks < 2 * seconds.length; blocks *= 2) {
    const count = Math.min(blocks, seconds.length);
    const variance = varianceOfSum(excess, count);
    const penalty = (studentQuantile(confidence, Math.min(MANY, count - 1)) / known) ** 2;
    if (variance > 0) fewest = Math.min(fewest, (trials * independent) / (variance * penalty));
  }
  return fewest;
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
