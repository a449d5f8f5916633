/** How many independent trials a count over time is worth. */
import type { Counted } from './difference-of-shares.ts';
import { studentQuantile } from './distributions.ts';

/** With fewer blocks the variance of their sums is a guess. */
const FEWEST_BLOCKS = 6;
/** Student's distribution no longer changes beyond so many degrees of freedom. */
const MANY = 10_000;

/**
 * Requests resemble their neighbours: a slow second makes all of its requests slow. The variance of
 * the share is therefore measured, between blocks of time, and what the independent trials would
 * have to be that vary as much is the effective count (Kish, "Survey Sampling", 1965). Few blocks
 * know their variance badly, which Student's t makes good as Korn and Graubard do (Survey
 * Methodology 24 (1998) 193-201): the count is divided by (t of the blocks / t of the trials)².
 *
 * Blocks must be longer than what makes seconds alike, and nobody knows how long that is: the time
 * is cut into 6 blocks, 12, 24 and so on to single seconds, and the fewest trials that any of these
 * cuts gives are taken. Too long blocks cost precision, which t pays for; too short ones would cost
 * the truth.
 *
 * @param seconds counts of each second, in the order of time; seconds in which nothing ended may be among them.
 * @param confidence one-sided, 0.5..1: of the statement that the count is used for.
 * @returns 0 to the trials counted; with fewer than six seconds at most one for each. Where no trial
 *   succeeded, or all did, nothing varies and all trials count: ask elsewhere how alike they are.
 */
export function effectiveTrials(seconds: readonly Counted[], confidence: number): number {
  const { successes, trials } = sumOf(seconds);
  if (trials === 0) return 0;
  if (seconds.length < FEWEST_BLOCKS) return Math.min(trials, seconds.length);
  const share = successes / trials;
  // Of a ratio of two sums, as seconds differ in how much ended in them.
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

/** From the sums of blocks of as nearly the same length as whole seconds allow. */
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
