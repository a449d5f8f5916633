/** Whether a stretch of nights lies on another level than the normal ones, by more than chance. */
import { median as medianOf } from '../../statistics/order-statistics.ts';
import { studentTails } from '../../statistics/student-test.ts';
import { effectiveNights, meanOf } from './noise.ts';
import type { Normal } from './normal.ts';

export interface Shift {
  /** Median of the stretch minus the normal one. */
  readonly size: number;
  readonly pValue: number;
}

/** Of so few nights, each has to lie on the side of the change: one outlier among them proves nothing. */
const FEW = 6;
/** Chance that so few ordinary nights in a row all lie as far out, judged by how many have before. */
const MOST_CHANCE = 3e-4;
const MOST_CHANCE_TIED = 3e-3;

/**
 * Student's test on effective counts. The mean and the median must both have moved, and the lesser move counts: one
 * outlier moves the mean; in skewed noise, chance moves the median.
 *
 * @param stretch at least one night
 */
export function shiftOf(normal: Normal, stretch: readonly number[]): Shift {
  const size = medianOf(stretch) - normal.median;
  const side = Math.sign(size);
  const moves = [size * side, (meanOf(stretch) - normal.mean) * side];
  if (stretch.length <= FEW) {
    if (isChance(normal, stretch)) return { size, pValue: 1 };
    const nearest = nearestOf(normal, stretch, side);
    // The mean of a few is still held by one outlier when the rest lie just outside.
    moves.push(nearest * Math.sqrt(stretch.length));
  }
  const move = Math.min(...moves);
  if (move <= 0) return { size, pValue: 1 };
  const before = effectiveNights(normal.nights.length, normal.noise);
  const after = effectiveNights(stretch.length, normal.noise);
  const { above, below } = normal.noise;
  const t = move / ((side > 0 ? above : below) * Math.sqrt(1 / before + 1 / after));
  return { size, pValue: studentTails(t, normal.noise.degrees) };
}

/** Whether ordinary nights lie as far out so often that these, in a row, need be nothing else. */
export function isChance(normal: Normal, stretch: readonly number[]): boolean {
  const side = Math.sign(stretch[0]! - normal.median);
  const nearest = nearestOf(normal, stretch, side);
  const beyond = normal.nights.filter((value) => (value - normal.median) * side >= nearest).length;
  const share = beyond / normal.nights.length;
  if (share ** stretch.length > MOST_CHANCE) return true;
  // Where most nights are the same, as times in whole periods are, nothing tells yet how often another value comes.
  const isTied =
    normal.nights.filter((value) => value === normal.median).length * 2 > normal.nights.length;
  return isTied && ((beyond + 1) / (normal.nights.length + 1)) ** stretch.length > MOST_CHANCE_TIED;
}

function nearestOf({ median }: Normal, stretch: readonly number[], side: number): number {
  return Math.min(...stretch.map((value) => (value - median) * side));
}
