/** How far two independent estimates are apart, from the interval of each. */
import type { Interval } from './shift.ts';

export interface Estimate extends Interval {
  readonly value: number;
}

/**
 * The method of variance estimates recovery (Zou and Donner, Statistics in Medicine 27 (2008) 1693-1702), on a
 * scale of logarithms for a ratio.
 *
 * @returns the interval of `to - from`, or of `to / from`; null for a ratio of what is not positive.
 */
export function intervalOfChange(
  from: Estimate,
  to: Estimate,
  change: 'difference' | 'ratio',
): Interval | null {
  const isRatio = change === 'ratio';
  if (isRatio && Math.min(from.value, from.low, from.high, to.value, to.low, to.high) <= 0) {
    return null;
  }
  const scaled = ({ value, low, high }: Estimate): Estimate =>
    isRatio
      ? { value: Math.log(value), low: Math.log(low), high: Math.log(high) }
      : { value, low, high };
  const [a, b] = [scaled(from), scaled(to)];
  const seen = b.value - a.value;
  const low = seen - Math.hypot(b.value - b.low, a.high - a.value);
  const high = seen + Math.hypot(b.high - b.value, a.value - a.low);
  return isRatio ? { low: Math.exp(low), high: Math.exp(high) } : { low, high };
}
