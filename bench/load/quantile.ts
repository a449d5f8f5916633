/** Exact quantiles of measured values, by nearest rank: every answer is a value that occurred. */

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** NaNs are left out; of no values, every quantile is NaN. */
export function quantiles(values: Float64Array): Quantiles {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return {
    p50: nearestRank(sorted, 0.5),
    p99: nearestRank(sorted, 0.99),
    max: nearestRank(sorted, 1),
  };
}

/** @param sorted ascending. @param q above 0, at most 1 */
export function nearestRank(sorted: Float64Array | readonly number[], q: number): number {
  return sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN;
}
