/** What was done before: as if requests were independent, and blocks of n^(1/3) seconds. For comparison. */

import type { Interval } from '../../src/analysis/percentile-interval.ts';
import type { LatencyWindow } from '../../src/analysis/waves.ts';
import { chanceOfAtLeast, chanceOfAtMost } from '../../src/statistics/distributions.ts';
import type { Uniform } from './chance.ts';

/** The criterion of MLPerf LoadGen on the requests as they were counted. */
export function certifiedByRequests(
  { all }: LatencyWindow,
  maxMs: number,
  percentile: number,
  confidence: number,
): 'met' | 'missed' | 'open' {
  const over = all.countAbove(maxMs).atMost;
  const share = 1 - percentile / 100;
  if (chanceOfAtMost(over, all.count, share) <= 1 - confidence) return 'met';
  return chanceOfAtLeast(over, all.count, share) <= 1 - confidence ? 'missed' : 'open';
}

/** Moving-block bootstrap, 95 %, of the share over the percentile, turned into latencies. */
export function bootstrapInterval(
  { slices, all }: LatencyWindow,
  percentile: number,
  random: Uniform,
): Interval {
  const length = Math.ceil(Math.cbrt(slices.length));
  const starts = slices.length - length + 1;
  const draws = Math.round(slices.length / length);
  const at = all.quantile(percentile / 100)!;
  const over = slices.map((slice) => slice.countAbove(at).atMost);
  // Of the bucket at the percentile, all are counted.
  const excess = all.countAbove(at).atMost / (all.count * (1 - percentile / 100));
  const shares = Array.from({ length: 300 }, () => {
    let successes = 0;
    let trials = 0;
    for (let draw = 0; draw < draws; draw += 1) {
      const start = Math.floor(random() * starts);
      for (let second = start; second < start + length; second += 1) {
        successes += over[second]!;
        trials += slices[second]!.count;
      }
    }
    return successes / trials / excess;
  }).sort((left, right) => left - right);
  return {
    low: all.quantile(1 - shares[292]!)!,
    high: all.quantile(1 - shares[7]!)!,
  };
}
