/**
 * Is a percentile bound met, and how sure is that?
 *
 * Each query is over the bound or not. If the bound were missed, each would be over it with a
 * chance of more than 1 - p, and so few of n being over it as were seen would be unlikely. When
 * it is less likely than 1 - confidence, the bound is certified. This is the early-stopping
 * criterion of MLPerf LoadGen (Reddi et al., "MLPerf Inference Benchmark", ISCA 2020), computed
 * from the exact binomial distribution: no normal approximation, which is poor at 1 %.
 */
import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';

/**
 * Fewest queries that certify the bound when `overBound` of them were over it.
 *
 * @param percentile 0..100, exclusive; 99 for p99.
 * @param confidence 0..1, exclusive.
 * @example minimumQueries(99, 0.99, 0) // 459
 */
export function minimumQueries(percentile: number, confidence: number, overBound: number): number {
  const overShare = 1 - percentile / 100;
  const enough = (n: number) => binomialCdf(overBound, n, overShare) <= 1 - confidence;
  // The chance of so few falls as n grows, so the least n can be searched by halving.
  let tooFew = overBound;
  let high = Math.max(1, overBound) * 2;
  while (!enough(high)) {
    tooFew = high;
    high *= 2;
  }
  while (high - tooFew > 1) {
    const middle = (tooFew + high) >>> 1;
    if (enough(middle)) high = middle;
    else tooFew = middle;
  }
  return high;
}

/**
 * Whether so many queries over the bound are enough to say that the percentile misses it: if the
 * bound were met, `overBound` or more of `n` would be less likely than 1 - confidence.
 */
export function certainlyMissed(
  percentile: number,
  confidence: number,
  overBound: number,
  n: number,
): boolean {
  if (overBound <= 0) return false;
  const overShare = 1 - percentile / 100;
  return 1 - binomialCdf(overBound - 1, n, overShare) <= 1 - confidence;
}

export type Certification =
  | { readonly state: 'met' }
  | { readonly state: 'missed' }
  /** Not enough to say either; `stillNeeded` further queries within the bound would certify it. */
  | { readonly state: 'open'; readonly stillNeeded: number }
  /** The percentile lies in the sketch's own bucket at the bound: more queries will not help. */
  | { readonly state: 'within-resolution' };

/**
 * Judges a bound from counts of a sketch, which knows values to 1 %: queries that may be over the
 * bound (`atMost`) must not be too many for "met", and those surely over it (`atLeast`) must be
 * too many for "missed". Either statement thus holds for the true values as well.
 */
export function certify(
  percentile: number,
  confidence: number,
  n: number,
  over: { readonly atLeast: number; readonly atMost: number },
): Certification {
  const needed = minimumQueries(percentile, confidence, over.atMost);
  if (n > 0 && n >= needed) return { state: 'met' };
  if (certainlyMissed(percentile, confidence, over.atLeast, n)) return { state: 'missed' };
  const decidedButForTheSketch =
    n >= minimumQueries(percentile, confidence, over.atLeast) ||
    certainlyMissed(percentile, confidence, over.atMost, n);
  if (n > 0 && decidedButForTheSketch) return { state: 'within-resolution' };
  return { state: 'open', stillNeeded: needed - n };
}
