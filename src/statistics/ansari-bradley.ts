/** Tests whether the values of one sample lie further apart than those of another. */
import { midranks, type RankTest } from './mann-whitney.ts';
import { rankSumTails } from './rank-sum.ts';
import { requireSamples } from './samples.ts';

/**
 * The two-sided test of Ansari and Bradley (The Annals of Mathematical Statistics 31 (1960) 1174-1189), as
 * `scipy.stats.ansari`: ranks count from both ends, so that the sample with the smaller sum is the wider one. Exact
 * for small samples, with ties too. It asks only for the spread, and five runs a side can show one: the test of
 * Kolmogorov and Smirnov has p = 0.17 where ten values lie wholly within a gap in the middle of ten others.
 *
 * A difference of level looks like one of spread; ask it only where none is shown.
 *
 * @throws RangeError when a sample has no values, or one that is not finite.
 */
export function ansariBradley(
  first: readonly number[],
  second: readonly number[],
): Omit<RankTest, 'u'> {
  requireSamples(first, second);
  const doubledRanks = midranks([...first, ...second]);
  const farEnd = 2 * doubledRanks.length + 2;
  const scores = doubledRanks.map((rank) => Math.min(rank, farEnd - rank));
  const sum = scores.subarray(0, first.length).reduce((all, score) => all + score, 0);
  const { atMost, atLeast, method } = rankSumTails(scores, first.length, sum);
  return { pValue: Math.min(1, 2 * Math.min(atMost, atLeast)), method };
}
