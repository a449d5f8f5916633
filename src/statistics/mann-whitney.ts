/** Tests whether two samples come from one distribution, by the ranks of their values. */
import { permutations, rankSumTails } from './rank-sum.ts';
import { requireSamples } from './samples.ts';

export interface RankTest {
  /** Pairs of which the first sample has the greater value; ties count half. */
  readonly u: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly method: 'exact' | 'normal';
}

/**
 * The two-sided test of Mann and Whitney (The Annals of Mathematical Statistics 18 (1947) 50-60): twice the
 * smaller tail, at most 1. Exact for small samples, with ties too (`rankSumTails`). Own code: the packages on npm
 * only have the normal approximation, and five runs a side need the exact test.
 *
 * @throws RangeError when a sample has no values, or one that is not finite.
 */
export function mannWhitney(first: readonly number[], second: readonly number[]): RankTest {
  requireSamples(first, second);
  const doubledRanks = midranks([...first, ...second]);
  const sum = doubledRanks.subarray(0, first.length).reduce((all, rank) => all + rank, 0);
  const { atMost, atLeast, method } = rankSumTails(doubledRanks, first.length, sum);
  return {
    u: sum / 2 - (first.length * (first.length + 1)) / 2,
    pValue: Math.min(1, 2 * Math.min(atMost, atLeast)),
    method,
  };
}

/** The smallest p that any two samples of these sizes can have: 0.1 for 3 and 3, 0.008 for 5 and 5. */
export function smallestPValue(first: number, second: number): number {
  return Math.min(1, 2 / permutations(first + second, Math.min(first, second)));
}

/** Twice the rank of each value, from 2; tied values share the mean of their ranks. */
export function midranks(values: ArrayLike<number>): Int32Array {
  const order = Uint32Array.from(values, (_, index) => index).sort(
    (left, right) => values[left]! - values[right]!,
  );
  const doubled = new Int32Array(values.length);
  for (let from = 0, end = 0; from < order.length; from = end) {
    while (end < order.length && values[order[end]!] === values[order[from]!]) end += 1;
    for (let at = from; at < end; at += 1) doubled[order[at]!] = from + 1 + end;
  }
  return doubled;
}
