/**
 * Decides whether a percentile meets its bound: in this run, which is a fact, and for the system, which is
 * an inference.
 *
 * The inference: if the system missed the bound, each request would exceed it with a probability of more
 * than 1 - p; how likely would so few be then? That is the early-stopping criterion of MLPerf LoadGen
 * (Reddi et al., "MLPerf Inference Benchmark", ISCA 2020), from the exact binomial distribution. MLPerf
 * draws its queries at random. The requests of a load resemble their neighbours, so this uses effective
 * counts (`effective-trials.ts`). See docs/statistics.md.
 */

import { chanceOfAtLeast, chanceOfAtMost } from '../statistics/distributions.ts';
import type { Counted } from './difference-of-shares.ts';
import { effectiveTrials, sumOf } from './effective-trials.ts';
import {
  type LatencySlice,
  type LatencyWindow,
  secondsToInference,
  supportsInference,
} from './waves.ts';

/** A run that would have to be this many times longer is practically at the bound. */
const MOST_TIMES = 1_000;

export interface PercentileBound {
  /** 0..100, exclusive; 99 for p99. */
  readonly percentile: number;
  readonly maxMs: number;
}

/** `too-few`: a percentile needs at least 1 / (1 - p) requests. */
export type BoundInRun = 'met' | 'missed' | 'too-few' | 'within-resolution';

/** The fact of this run. A sketch stores latencies to 1 %, so they may be too close to the bound to tell. */
export function metInRun(all: LatencySlice, { percentile, maxMs }: PercentileBound): BoundInRun {
  const allowed = (all.count * (100 - percentile)) / 100;
  if (allowed < 1) return 'too-few';
  const { atLeast, atMost } = all.countAbove(maxMs);
  if (atMost <= allowed) return 'met';
  return atLeast > allowed ? 'missed' : 'within-resolution';
}

/**
 * Fewest independent trials that certify the bound when `overBound` of them exceed it.
 *
 * @param percentile 0..100, exclusive; 99 for p99.
 * @param confidence 0..1, exclusive.
 * @example minimumQueries(99, 0.99, 0) // 459
 */
export function minimumQueries(percentile: number, confidence: number, overBound: number): number {
  const overShare = 1 - percentile / 100;
  const enough = (n: number) => chanceOfAtMost(overBound, n, overShare) <= 1 - confidence;
  // The probability of so few falls as n grows, so a binary search finds the smallest n.
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

export type Certification =
  | { readonly state: 'met' }
  | { readonly state: 'missed' }
  /**
   * Too little evidence for either. `moreSeconds` of the same load would certify it; null when no length
   * would, because too many requests exceed the bound.
   */
  | { readonly state: 'open'; readonly moreSeconds: number | null }
  /** The percentile is in the sketch's bucket at the bound: a longer run does not help. */
  | { readonly state: 'within-resolution' };

/**
 * What the run proves about the system.
 *
 * - Nothing while the run has too few independent looks (`waves.ts`).
 * - The similarity of requests is measured twice: on those over the bound, and on the slowest of this
 *   run, as many as a missed bound would put over it. The second works even when none is over the bound.
 * - `met` needs at least as many seconds as MLPerf needs queries: a one-second stall slows all requests
 *   of that second, so a second is at most one look at stalls.
 *
 * Counts come from sketches, which store values to 1 %: for `met`, the requests that may be over the
 * bound must be few enough; for `missed`, those certainly over it must be too many.
 *
 * @param confidence 0.5..1, exclusive.
 */
export function certify(
  window: LatencyWindow,
  { percentile, maxMs }: PercentileBound,
  confidence: number,
): Certification {
  const { slices, all, waves } = window;
  const slowest = all.quantile(percentile / 100);
  if (slowest === null || waves === null) return { state: 'open', moreSeconds: null };
  const overShare = 1 - percentile / 100;
  const bySlowest = effectiveTrials(over(slices, slowest, 'atMost'), confidence);
  const evidence = (which: 'atMost' | 'atLeast'): Counted => {
    const seconds = over(slices, maxMs, which);
    const { successes, trials } = sumOf(seconds);
    const effective = Math.min(bySlowest, effectiveTrials(seconds, confidence));
    return { successes: (successes / trials) * effective, trials: effective };
  };
  const [most, least] = [evidence('atMost'), evidence('atLeast')];
  const fewestSeconds = minimumQueries(percentile, confidence, 0);
  if (supportsInference(waves)) {
    const isMet = ({ successes, trials }: Counted) =>
      slices.length >= fewestSeconds &&
      chanceOfAtMost(successes, trials, overShare) <= 1 - confidence;
    const isMissed = ({ successes, trials }: Counted) =>
      chanceOfAtLeast(successes, trials, overShare) <= 1 - confidence;
    if (isMet(most)) return { state: 'met' };
    if (isMissed(least)) return { state: 'missed' };
    if (isMet(least) || isMissed(most)) return { state: 'within-resolution' };
  }
  const times = timesAsMuch(most, overShare, confidence);
  if (times === null) return { state: 'open', moreSeconds: null };
  const needed = Math.max(fewestSeconds, secondsToInference(waves), times * slices.length);
  return { state: 'open', moreSeconds: Math.ceil(needed) - slices.length };
}

/** For each second, the latencies over a bound. */
export function over(
  slices: readonly LatencySlice[],
  boundMs: number,
  which: 'atLeast' | 'atMost',
): Counted[] {
  return slices.map((slice) => ({
    successes: slice.countAbove(boundMs)[which],
    trials: slice.count,
  }));
}

/** How many times as much evidence would certify the bound; null when the evidence is against it. */
function timesAsMuch({ successes, trials }: Counted, overShare: number, confidence: number) {
  if (trials <= 0 || successes / trials >= overShare) return null;
  const enough = (times: number) =>
    chanceOfAtMost(successes * times, trials * times, overShare) <= 1 - confidence;
  let [low, high] = [0, 1];
  while (!enough(high) && high < MOST_TIMES) [low, high] = [high, 2 * high];
  while (high - low > high / 100) {
    const middle = (low + high) / 2;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high < MOST_TIMES ? high : null;
}
