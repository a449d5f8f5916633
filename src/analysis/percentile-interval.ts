/** Computes the interval of a latency percentile when requests resemble their neighbours in time. */

import { exactInterval } from '../statistics/distributions.ts';
import { minimumQueries, over } from './certify.ts';
import { effectiveTrials } from './effective-trials.ts';
import { type LatencyWindow, supportsInference } from './waves.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Woodruff's interval (Journal of the American Statistical Association 47 (1952) 635-646): the exact
 * interval of the share of requests over the percentile, from effective counts, turned into latencies
 * by the run's own distribution. Percentiles are never averaged.
 *
 * @param percentile 0..100, exclusive.
 * @param confidence two-sided, 0..1, exclusive.
 * @returns ms; null when the run has too few independent looks for an inference, or is too short for such a
 *   rare event.
 */
export function percentileInterval(
  { slices, all, waves }: LatencyWindow,
  percentile: number,
  confidence = 0.95,
): Interval | null {
  const oneSided = (1 + confidence) / 2;
  const at = all.quantile(percentile / 100);
  if (at === null || !supportsInference(waves)) return null;
  if (slices.length < minimumQueries(percentile, oneSided, 0)) return null;
  const trials = effectiveTrials(over(slices, at, 'atMost'), oneSided);
  const share = exactInterval((1 - percentile / 100) * trials, trials, confidence);
  const low = all.quantile(1 - share.high);
  const high = all.quantile(1 - share.low);
  return low === null || high === null ? null : { low, high };
}
