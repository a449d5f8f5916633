/** How alike neighbouring values of a series are, and how long the blocks must be that are not. */

/**
 * Long-run variance over variance: the factor by which the variance of the mean exceeds that of independent
 * values. 1 where all are equal.
 */
export function autocorrelationTime(values: readonly number[]): number {
  return momentsOf(values)?.sum ?? 1;
}

/**
 * Length of the blocks of a circular bootstrap of the mean, in values, with the smallest mean squared error of its
 * variance (Politis and White, corrected by Patton, Politis and White, as below). It grows with the cube root of
 * the number of values and of the square of how far they are alike. At most a third of the values.
 */
export function blockLength(values: readonly number[]): number {
  const n = values.length;
  const moments = momentsOf(values);
  if (moments === null) return 1;
  const { sum, lagged } = moments;
  const best = Math.cbrt(1.5 * (lagged / sum) ** 2 * n);
  return Math.max(1, Math.min(best, Math.ceil(Math.min(3 * Math.sqrt(n), n / 3))));
}

/**
 * Sums of the correlations at all lags, and of those times their lag, under the flat-top window of Politis and
 * Romano: up to twice the lag after which all correlations are insignificant (Politis and White, Econometric
 * Reviews 23 (2004) 53-70; corrected by Patton, Politis and White, Econometric Reviews 28 (2009) 372-375).
 *
 * @returns null where all values are equal.
 */
function momentsOf(values: readonly number[]): { sum: number; lagged: number } | null {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const centred = values.map((value) => value - mean);
  const covariance = (lag: number) => {
    let sum = 0;
    for (let at = lag; at < n; at += 1) sum += centred[at]! * centred[at - lag]!;
    return sum / n;
  };
  const variance = covariance(0);
  // When all values are equal, only the rounding of their mean is left.
  if (variance <= (1e-9 * mean) ** 2) return null;
  const run = Math.max(5, Math.ceil(Math.sqrt(Math.log10(n))));
  const furthest = Math.min(n - 1, Math.ceil(Math.sqrt(n)) + run);
  const correlations = [1];
  for (let lag = 1; lag <= furthest; lag += 1) correlations.push(covariance(lag) / variance);
  const bandwidth = Math.min(2 * Math.max(1, lastCorrelatedLag(correlations, n, run)), furthest);
  let sum = 1;
  let lagged = 0;
  for (let lag = 1; lag <= bandwidth; lag += 1) {
    const term = 2 * Math.min(1, 2 * (1 - lag / bandwidth)) * correlations[lag]!;
    sum += term;
    lagged += lag * term;
  }
  return { sum, lagged };
}

/** The smallest lag that `run` insignificant correlations follow; else the last significant one. */
function lastCorrelatedLag(correlations: readonly number[], n: number, run: number): number {
  const limit = 2 * Math.sqrt(Math.log10(n) / n);
  const significant = correlations.map((correlation) => Math.abs(correlation) >= limit);
  for (let lag = 0; lag + run < correlations.length; lag += 1) {
    if (!significant.slice(lag + 1, lag + 1 + run).includes(true)) return lag;
  }
  return significant.lastIndexOf(true);
}
