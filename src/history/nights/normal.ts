/** What is normal for a metric: its level, its noise, and how far a single night may lie from it. */

import { studentQuantile } from '../../statistics/distributions.ts';
import { median as medianOf } from '../../statistics/order-statistics.ts';
import { effectiveNights, type Noise, noiseOf } from './noise.ts';
import { leastChange, type NightOptions } from './options.ts';

export interface Normal {
  readonly nights: readonly number[];
  readonly median: number;
  /** Outliers count for no more than `OUTLIER` deviations. */
  readonly mean: number;
  readonly noise: Noise;
  /** The least change that counts. */
  readonly least: number;
  /** A night from `low` to `high` is an ordinary one. */
  readonly low: number;
  readonly high: number;
}

/** More would change nothing, and a slow drift would make itself normal. */
const MOST_NIGHTS = 100;
/** Noise is taken for no smaller than this part of the least change that counts. */
const LEAST_NOISE = 1 / 8;
const OUTLIER = 4;
/** The chance that an ordinary night lies outside of the band. */
const OUTSIDE = 0.001;

/** @param nights in order, at least 2 */
export function normalOf(nights: readonly number[], options: NightOptions): Normal {
  const first = nights.slice(0, MOST_NIGHTS);
  const median = medianOf(first);
  const least = leastChange(median, options);
  const noise = noiseOf(first, least * LEAST_NOISE);
  const limit = OUTLIER * noise.deviation;
  const offsets = first.map((value) => Math.max(-limit, Math.min(limit, value - median)));
  const mean = median + offsets.reduce((sum, offset) => sum + offset, 0) / first.length;
  const reach = reachOf(first.length, noise);
  return {
    ...{ nights: first, median, mean, noise, least },
    low: median - Math.max(least, reach * noise.below),
    high: median + Math.max(least, reach * noise.above),
  };
}

export function isFull({ nights }: Normal): boolean {
  return nights.length >= MOST_NIGHTS;
}

/** On which side of the band all of these lie; 0 where one lies within, or on the other side. */
export function sideOf(values: readonly number[], { low, high }: Normal): -1 | 0 | 1 {
  if (values.every((value) => value > high)) return 1;
  return values.every((value) => value < low) ? -1 : 0;
}

/** In deviations. A prediction interval: the noise is estimated, and so is the level. */
function reachOf(count: number, noise: Noise): number {
  const t = studentQuantile(1 - OUTSIDE / 2, noise.degrees);
  return t * Math.sqrt(1 + 1 / effectiveNights(count, noise));
}
