/** Where a few numbers lie. All in the unit of the numbers; none changes its input. */

/** @throws RangeError without values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * Linear interpolation between the two nearest values (type 7 of Hyndman and Fan, The American
 * Statistician 50 (1996) 361-365), as in NumPy and R.
 *
 * @param share 0..1.
 * @throws RangeError without values.
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('A quantile needs at least one value; got none.');
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  // Without arithmetic where both are one value: it would round, and fail at infinity.
  return below === above ? below : below + (place - Math.floor(place)) * (above - below);
}
