/** How sure is a percentile of requests that resemble their neighbours in time? */
import { randomLcg } from 'd3-random';
import { DurationSketch } from '../record/sketch.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface BootstrapSettings {
  readonly seed: number;
  readonly resamples: number;
  /** 0..1, exclusive. */
  readonly confidence: number;
}

const SETTINGS: BootstrapSettings = { seed: 1, resamples: 300, confidence: 0.95 };
/** With fewer slices there are too few blocks to draw from. */
const FEWEST_SLICES = 20;

/**
 * Moving-block bootstrap (Künsch, Annals of Statistics 17 (1989) 1217-1241): draws whole blocks of
 * neighbouring seconds, so that what makes neighbours alike stays in the resample. Blocks are
 * n^(1/3) seconds long, which is the optimal order (Hall, Horowitz, Jing 1995). Sketches are merged,
 * percentiles never averaged. The same seed gives the same interval.
 *
 * @param slices one sketch a second, in the order of time; never changed.
 * @param percentile 0..100.
 * @returns null with fewer than 20 slices, or when nothing ended in them.
 */
export function percentileInterval(
  slices: readonly DurationSketch[],
  percentile: number,
  settings: Partial<BootstrapSettings> = {},
): Interval | null {
  const { seed, resamples, confidence } = { ...SETTINGS, ...settings };
  if (slices.length < FEWEST_SLICES || slices.every((slice) => slice.count === 0)) return null;
  const length = Math.ceil(Math.cbrt(slices.length));
  const blockAt = blocksOf(slices, length);
  const starts = slices.length - length + 1;
  const draws = Math.round(slices.length / length);
  // The first numbers of a linear generator mirror a small seed.
  const random = randomLcg(seed);
  for (let discard = 0; discard < 10; discard += 1) random();
  const estimates: number[] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    const drawn = new DurationSketch();
    for (let draw = 0; draw < draws; draw += 1) drawn.merge(blockAt(Math.floor(random() * starts)));
    const estimate = drawn.quantile(percentile / 100);
    if (estimate !== null) estimates.push(estimate);
  }
  if (estimates.length === 0) return null;
  estimates.sort((left, right) => left - right);
  const at = (share: number) => estimates[Math.round(share * (estimates.length - 1))]!;
  return { low: at((1 - confidence) / 2), high: at((1 + confidence) / 2) };
}

/** The merged sketch of a block, made when it is first drawn. */
function blocksOf(
  slices: readonly DurationSketch[],
  length: number,
): (start: number) => DurationSketch {
  const made = new Map<number, DurationSketch>();
  return (start) => {
    const known = made.get(start);
    if (known !== undefined) return known;
    const block = new DurationSketch();
    for (const slice of slices.slice(start, start + length)) block.merge(slice);
    made.set(start, block);
    return block;
  };
}
