/** How much the nights of one level differ by chance, and how much a night resembles the one before. */
import { median as medianOf } from '../../statistics/order-statistics.ts';

export interface Noise {
  /** Standard deviation of a night, and what it is above and below the median where that is more: noise is skewed. */
  readonly deviation: number;
  readonly above: number;
  readonly below: number;
  /** Correlation of a night with the next, 0 to `MOST_CARRIED`. */
  readonly carried: number;
  /** Of the deviation: independent nights that it rests on, less one. */
  readonly degrees: number;
}

/** Makes the median absolute deviation of normal values their standard deviation. */
const NORMAL_MAD = 1.4826;
/** The share of nights that may be outliers: they would widen the noise until it hides a change. */
const OUTLIERS = 0.02;
/** With fewer nights, none of them is taken for an outlier. */
const LEAST_WITH_OUTLIERS = 10;
/** Beyond it, a few dozen nights would count as next to none. */
const MOST_CARRIED = 0.8;

/**
 * The deviation is the larger of two estimates. The median absolute deviation alone is 0 where most nights have the same
 * value, as times in whole periods have; the standard deviation alone is blind after an outlier, so the farthest nights
 * are left out.
 *
 * @param nights in order, at least 2. @param least deviation
 */
export function noiseOf(nights: readonly number[], least: number): Noise {
  const median = medianOf(nights);
  const residuals = nights.map((value) => value - median);
  const outliers =
    nights.length < LEAST_WITH_OUTLIERS ? 0 : Math.max(1, Math.round(nights.length * OUTLIERS));
  const kept = residuals
    .toSorted((one, other) => Math.abs(one) - Math.abs(other))
    .slice(0, nights.length - outliers);
  const deviation = Math.max(
    Math.sqrt(sumOfSquares(kept) / (kept.length - 1)),
    medianOf(residuals.map(Math.abs)) * NORMAL_MAD,
    least,
  );
  const carried = carriedOf(residuals, Math.abs(kept.at(-1)!));
  return {
    deviation,
    above: Math.max(
      deviation,
      deviationOf(kept, (residual) => residual > 0),
    ),
    below: Math.max(
      deviation,
      deviationOf(kept, (residual) => residual < 0),
    ),
    carried,
    // As many independent nights have so uncertain a variance (Bayley and Hammersley 1946).
    degrees: Math.max(2, ((kept.length - 1) * (1 - carried ** 2)) / (1 + carried ** 2)),
  };
}

/** Of the residuals on one side of the median, where half of the nights are. */
function deviationOf(
  residuals: readonly number[],
  isOnSide: (residual: number) => boolean,
): number {
  return Math.sqrt((2 * sumOfSquares(residuals.filter(isOnSide))) / residuals.length);
}

function sumOfSquares(residuals: readonly number[]): number {
  return residuals.reduce((sum, residual) => sum + residual * residual, 0);
}

/**
 * The upper end of what the correlation may be: one standard error above the estimate, which is corrected for its bias
 * in short series (Kendall 1954). Taken too small, it makes a wave look like a change.
 *
 * @param limit what residuals are cut down to
 */
function carriedOf(residuals: readonly number[], limit: number): number {
  const cut = residuals.map((residual) => Math.max(-limit, Math.min(limit, residual)));
  const mean = meanOf(cut);
  let [products, squares] = [0, 0];
  cut.forEach((value, index) => {
    squares += (value - mean) ** 2;
    if (index > 0) products += (value - mean) * (cut[index - 1]! - mean);
  });
  if (squares === 0) return 0;
  const raw = products / squares;
  const unbiased = raw + (1 + 3 * raw) / cut.length;
  return Math.max(0, Math.min(MOST_CARRIED, unbiased + 1 / Math.sqrt(cut.length)));
}

/** Independent nights whose mean is as certain as that of `count` nights that resemble their neighbours. */
export function effectiveNights(count: number, { carried }: Noise): number {
  let inflation = 1;
  for (let lag = 1, power = carried; lag < count && power > 1e-4; lag += 1, power *= carried) {
    inflation += 2 * (1 - lag / count) * power;
  }
  return count / inflation;
}

/** @param values at least one */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
