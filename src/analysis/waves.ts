/** How alike the seconds of a window were, and how many independent looks at the system it is worth. */

/** One second's latencies, or those of all: a `DurationSketch` is one. */
export interface LatencySlice {
  readonly count: number;
  /** @param share 0..1. @returns ms, null when empty. */
  quantile(share: number): number | null;
  /** Latencies above a bound, as two counts that hold the true one between them. */
  countAbove(boundMs: number): { readonly atLeast: number; readonly atMost: number };
}

/** What statistics of latency rest on. */
export interface LatencyWindow {
  /** One a second, in the order of time. */
  readonly slices: readonly LatencySlice[];
  /** The same latencies in one. */
  readonly all: LatencySlice;
  /** Null for less than 10 s, or when hardly anything ended in them. */
  readonly waves: Waves | null;
}

export interface Waves {
  /** Length of the window. */
  readonly seconds: number;
  /** Seconds after which latency has forgotten where it was; 1 when each second is new. */
  readonly waveSeconds: number;
  /** `seconds / waveSeconds`. */
  readonly looks: number;
}

/** In less time waves of ten seconds cannot be told from none. */
const FEWEST_SECONDS = 120;
/** With fewer, an estimate of how alike the seconds are is itself mostly chance. */
const FEWEST_LOOKS = 30;
/** Shorter windows show no wave at all. */
const SHORTEST_SECONDS = 10;

/**
 * The level of a second is the logarithm of its median latency. The length of its waves is the
 * integrated autocorrelation time: as many seconds as the variance of the mean is larger than that
 * of independent seconds.
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

/** Whether a window can tell of more than itself. Both limits are tried in docs/verification.md. */
export function tellsOfSystem(waves: Waves | null): waves is Waves {
  return waves !== null && waves.seconds >= FEWEST_SECONDS && waves.looks >= FEWEST_LOOKS;
}

/** Seconds it takes until a window tells of more than itself, if it goes on as it began. */
export function secondsToTellOfSystem({ waveSeconds }: Waves): number {
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
  // Of values that are all the same, what is left is the rounding of their mean.
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

/** The least lag that is followed by `run` insignificant correlations; else the last significant one. */
function lastCorrelatedLag(correlations: readonly number[], n: number, run: number): number {
  const limit = 2 * Math.sqrt(Math.log10(n) / n);
  const significant = correlations.map((correlation) => Math.abs(correlation) >= limit);
  for (let lag = 0; lag + run < correlations.length; lag += 1) {
    if (!significant.slice(lag + 1, lag + 1 + run).includes(true)) return lag;
  }
  return significant.lastIndexOf(true);
}
