/** Estimates how alike the seconds of a window are, and how many independent looks at the system they are worth. */

import { autocorrelationTime } from '../statistics/autocorrelation.ts';

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
