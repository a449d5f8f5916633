/** The distribution of a sum of ranks when the two samples come from one distribution. */
import { normalAbove } from './distributions.ts';

export interface Tails {
  /** Probability of a sum as small as the observed one. */
  readonly atMost: number;
  /** Probability of a sum as large. */
  readonly atLeast: number;
  readonly method: 'exact' | 'normal';
}

/** Above this, a count of permutations is no longer a whole number in a double. */
const MOST_PERMUTATIONS = Number.MAX_SAFE_INTEGER;
/** Some 50 ms. */
const MOST_ADDITIONS = 100_000_000;

/**
 * Exact wherever the permutations can be counted: for 28 values a side, or 5 against 1,000. Counts the sets of
 * `size` ranks by their sum, adding one rank after the other; tied values share the mean of their ranks, so the
 * count holds with ties too. Beyond that, the normal approximation with corrections for ties and continuity,
 * as in `scipy.stats.mannwhitneyu` (Hollander, Wolfe and Chicken, "Nonparametric Statistical Methods", 4.1).
 *
 * @param doubledRanks of all values of both samples, or other positive scores: doubled, since ties have halves.
 * @param size values in the first sample, at least 1 and fewer than all.
 * @param sum the observed sum of the first sample's doubled ranks.
 */
export function rankSumTails(doubledRanks: Int32Array, size: number, sum: number): Tails {
  const others = doubledRanks.length - size;
  // The sums of the smaller sample are fewer. Where one sum is large the other is small.
  if (size > others) {
    const total = doubledRanks.reduce((all, rank) => all + rank, 0);
    const { atMost, atLeast, method } = rankSumTails(doubledRanks, others, total - sum);
    return { atMost: atLeast, atLeast: atMost, method };
  }
  return permutations(doubledRanks.length, size) <= MOST_PERMUTATIONS &&
    2 * (doubledRanks.length * size) ** 2 <= MOST_ADDITIONS
    ? exactTails(doubledRanks, size, sum)
    : normalTails(doubledRanks, size, sum);
}

/** Ways to choose `size` of `all`; 1 for none. */
export function permutations(all: number, size: number): number {
  let ways = 1;
  for (let chosen = 1; chosen <= size; chosen += 1) ways *= (all - size + chosen) / chosen;
  return Math.round(ways);
}

function exactTails(doubledRanks: Int32Array, size: number, sum: number): Tails {
  const unit = doubledRanks.every((rank) => rank % 2 === 0) ? 2 : 1;
  const ranks = doubledRanks.map((rank) => rank / unit).sort();
  const sums = new Float64Array(ranks.length + 1);
  ranks.forEach((rank, at) => {
    sums[at + 1] = sums[at]! + rank;
  });
  const largest = sums[ranks.length]! - sums[ranks.length - size]!;
  // ways[n][s]: sets of n ranks whose sum is s.
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(largest + 1));
  ways[0]![0] = 1;
  ranks.forEach((rank, seen) => {
    // From the largest set down, so that no rank enters a set twice.
    for (let chosen = Math.min(size, seen + 1); chosen >= 1; chosen -= 1) {
      const to = ways[chosen]!;
      const from = ways[chosen - 1]!;
      const end = sums[seen + 1]! - sums[seen + 1 - chosen]!;
      for (let at = rank; at <= end; at += 1) to[at]! += from[at - rank]!;
    }
  });
  const observed = sum / unit;
  let below = 0;
  let above = 0;
  ways[size]!.forEach((count, at) => {
    if (at < observed) below += count;
    if (at > observed) above += count;
  });
  const same = ways[size]![observed]!;
  const all = below + same + above;
  return { atMost: (below + same) / all, atLeast: (above + same) / all, method: 'exact' };
}

function normalTails(doubledRanks: Int32Array, size: number, sum: number): Tails {
  const all = doubledRanks.length;
  const middle = doubledRanks.reduce((total, rank) => total + rank, 0) / (2 * all);
  // The variance of the ranks themselves, which ties make smaller: the correction for ties.
  const squares = doubledRanks.reduce((total, rank) => total + (rank / 2 - middle) ** 2, 0);
  const deviation = Math.sqrt((squares * size * (all - size)) / (all * (all - 1)));
  if (deviation === 0) return { atMost: 1, atLeast: 1, method: 'normal' };
  const above = (sum / 2 - size * middle) / deviation;
  const continuity = 0.5 / deviation;
  return {
    atMost: normalAbove(-above - continuity),
    atLeast: normalAbove(above - continuity),
    method: 'normal',
  };
}
