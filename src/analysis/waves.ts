/** Estimates how alike the seconds of a window are, and how many independent looks at the system they are worth. */

/** The latencies of one second, or of all: a `DurationSketch` is one. */
export interface LatencySlice {
  readonly count: number;
  /** @param share 0..1. @returns ms, null when empty. */
  quantile(share: number): number | null;
  /** Latencies above a bound, as two counts with the true one between them. */
  countAbove(boundMs: number): { readonly atLeast: number; readonly atMost: number };
}

/** The input of all latency statistics. */
export interface LatencyWindow {
  /** One per second, in time order. */
  readonly slices: readonly LatencySlice[];
  /** The same latencies together. */
  readonly all: LatencySlice;
  /** Null for less than 10 s with completed requests. */
  readonly waves: Waves | null;
}

export interface Waves {
  /** Length of the window. */
  readonly seconds: number;
  /** Seconds after which latency no longer depends on its earlier level; 1 when seconds are independent. */
  readonly waveSeconds: number;
  /** `seconds / waveSeconds`. */
  readonly looks: number;
}

/** In less time, waves of ten seconds are not distinguishable from none. */
const FEWEST_SECONDS = 120;
/** With fewer, the estimate of how alike the seconds are is itself mostly chance. */
const FEWEST_LOOKS = 30;
/** Shorter windows show no waves at all. */
const SHORTEST_SECONDS = 10;

/**
 * The level of a second is the logarithm of its median latency. The wave length is the integrated
 * autocorrelation time: the factor by which the variance of the mean exceeds that of independent seconds.
 */
function wavesOf(slices: readonly LatencySlice[]): Waves | null {
  const levels = slices
    .map((slice) => slice.quantile(0.5))
    .filter((median) => median !== null)
    .map((median) => Math.log(Math.max(0.001, median)));
  if (levels.length < SHORTEST_SECONDS) return null;
  const waveSeconds = Math.min(levels.length, Math.max(1, autocorrelationTime(levels)));
  return { seconds: slices.length, waveSeconds, looks: slices.length / waveSeconds };
}

export function latencyWindow(slices: readonly LatencySlice[], all: LatencySlice): LatencyWindow {
  return { slices, all, waves: wavesOf(slices) };
}

/** Whether a window is long enough to infer something about the system. docs/verification.md tests both limits. */
export function supportsInference(waves: Waves | null): waves is Waves {
  return waves !== null && waves.seconds >= FEWEST_SECONDS && waves.looks >= FEWEST_LOOKS;
}

/** Seconds until a window supports an inference, if it continues as it began. */
export function secondsToInference({ waveSeconds }: Waves): number {
  return Math.max(FEWEST_SECONDS, FEWEST_LOOKS * waveSeconds);
}

/**
 * Long-run variance over variance. The long-run variance sums the autocovariances under the flat-top
 * window of Politis and Romano, up to twice the lag after which all correlations are insignificant
 * (Politis and White, Econometric Reviews 23 (2004) 53-70; corrected by Patton, Politis and White,
 * Econometric Reviews 28 (2009) 372-375).
 */
export function autocorrelationTime(values: readonly number[]): number {
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
  if (variance <= (1e-9 * mean) ** 2) return 1;
  const run = Math.max(5, Math.ceil(Math.sqrt(Math.log10(n))));
  const furthest = Math.min(n - 1, Math.ceil(Math.sqrt(n)) + run);
  const correlations = [1];
  for (let lag = 1; lag <= furthest; lag += 1) correlations.push(covariance(lag) / variance);
  const bandwidth = Math.min(2 * Math.max(1, lastCorrelatedLag(correlations, n, run)), furthest);
  let time = 1;
  for (let lag = 1; lag <= bandwidth; lag += 1) {
    time += 2 * Math.min(1, 2 * (1 - lag / bandwidth)) * correlations[lag]!;
  }
  return time;
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
