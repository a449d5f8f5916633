/** Tests whether two samples have one distribution, by the greatest distance between their shares. */
import { requireSamples } from '../../src/statistics/samples.ts';

export interface DistanceTest {
  /** 0..1: the greatest difference between the shares of values up to a value. */
  readonly distance: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly method: 'exact' | 'asymptotic';
}

/** Pairs of values: some 30 ms. */
const MOST_STEPS = 10_000_000;

/**
 * The two-sample test of Kolmogorov and Smirnov, as `scipy.stats.ks_2samp`: the distance is measured where all
 * tied values have been counted, and p is that of samples without ties, which is then too large rather than too
 * small. Exact up to 3,000 values a side, by the walks of Hodges (Arkiv för Matematik 3 (1958) 469-486); beyond
 * that Kolmogorov's limit, within 3 % of the exact p there.
 *
 * Values must be independent: so they are one number a run, never its requests. Five runs a side reach p = 0.008
 * only if the samples do not overlap, and then `mannWhitney` shows it too.
 *
 * @throws RangeError when a sample has no values, or one that is not finite.
 */
export function kolmogorovSmirnov(
  first: readonly number[],
  second: readonly number[],
): DistanceTest {
  requireSamples(first, second);
  const distance = furthest(first, second);
  const pairs = first.length * second.length;
  return pairs <= MOST_STEPS
    ? {
        distance: distance / pairs,
        pValue: leavingProbability(first.length, second.length, distance),
        method: 'exact',
      }
    : {
        distance: distance / pairs,
        pValue: limit((distance / pairs) * Math.sqrt(pairs / (first.length + second.length))),
        method: 'asymptotic',
      };
}

/** The distance in whole numbers: times the number of pairs. */
function furthest(first: readonly number[], second: readonly number[]): number {
  const [one, two] = [first, second].map((values) => Float64Array.from(values).sort()) as [
    Float64Array,
    Float64Array,
  ];
  let most = 0;
  let [i, j] = [0, 0];
  while (i < one.length && j < two.length) {
    const value = Math.min(one[i]!, two[j]!);
    while (i < one.length && one[i] === value) i += 1;
    while (j < two.length && two[j] === value) j += 1;
    most = Math.max(most, Math.abs(i * two.length - j * one.length));
  }
  return most;
}

/**
 * In order of their values, the samples are a walk: a step to the right for a value of the first, up for one of
 * the second, drawn without replacement. p is the probability that it gets `distance` or further from the
 * diagonal. Summing what leaves, not what stays, keeps a small p accurate.
 */
function leavingProbability(first: number, second: number, distance: number): number {
  if (distance === 0) return 1;
  let left = 0;
  // The probability of being at (i, j) without having left, for one i.
  let here = new Float64Array(second + 1);
  here[0] = 1;
  for (let i = 0; i <= first; i += 1) {
    const next = new Float64Array(second + 1);
    for (let j = 0; j <= second; j += 1) {
      const at = here[j]!;
      if (at === 0) continue;
      if (Math.abs(i * second - j * first) >= distance) {
        left += at;
        continue;
      }
      const remaining = first - i + second - j;
      if (i < first) next[j]! += (at * (first - i)) / remaining;
      if (j < second) here[j + 1]! += (at * (second - j)) / remaining;
    }
    here = next;
  }
  return Math.min(1, left);
}

/** Kolmogorov's distribution (Giornale dell'Istituto Italiano degli Attuari 4 (1933) 83-91), above `x`. */
function limit(x: number): number {
  // The series converges fast for all x that are of interest; below, p is 1 to six digits.
  if (x < 0.3) return 1;
  let sum = 0;
  for (let term = 1; term <= 20; term += 1) {
    sum += (term % 2 === 1 ? 2 : -2) * Math.exp(-2 * (term * x) ** 2);
  }
  return Math.min(1, Math.max(0, sum));
}
