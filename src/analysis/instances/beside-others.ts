/** Compares an instance with all others in the same periods: what befalls the fleet befalls both. */
import { exactInterval } from '../../statistics/distributions.ts';
import { widestVariance } from '../effective-trials.ts';
import type { CountedPeriod } from './counted-periods.ts';
import { FEWEST_BLOCKS } from './share-taken.ts';

export interface Beside {
  /** That were compared, in time order. */
  readonly periods: readonly CountedPeriod[];
  readonly requests: number;
  /** Share of errors, or ms. */
  readonly value: number;
  readonly others: number;
  /** Lower bound of the difference of shares, or of the ratio of latencies. */
  readonly atLeast: number;
}

interface Pair {
  readonly period: CountedPeriod;
  readonly requests: number;
  readonly errors: number;
  readonly latencyMs: number | null;
  readonly othersRequests: number;
  readonly othersErrors: number;
  readonly othersLatencyMs: number | null;
}

/** Periods in which both it and others got requests. */
function paired(id: string, periods: readonly CountedPeriod[]): Pair[] {
  return periods.flatMap((period) => {
    const own = period.instances.get(id);
    if (own === undefined || own.requests === 0 || period.requests <= own.requests) return [];
    let [weighted, answered] = [0, 0];
    for (const [other, { requests, modelLatencyMs }] of period.instances) {
      if (other === id || modelLatencyMs === null) continue;
      weighted += requests * modelLatencyMs;
      answered += requests;
    }
    return [
      {
        period,
        requests: own.requests,
        errors: own.errors,
        latencyMs: own.modelLatencyMs,
        othersRequests: period.requests - own.requests,
        othersErrors: period.errors - own.errors,
        othersLatencyMs: answered > 0 ? weighted / answered : null,
      },
    ];
  });
}

/**
 * The others' rate is that of each period, weighted as the instance's requests are (direct standardization), so
 * an outage that all share makes no difference. The bound is from exact intervals of both rates (MOVER: Zou and
 * Donner, Statistics in Medicine 27 (2008) 1693-1702) or, where that is wider, from how the difference varies between
 * periods (Student's t).
 *
 * @param confidence one-sided
 * @returns null where they got requests in no common period
 */
export function errorsBeside(
  id: string,
  periods: readonly CountedPeriod[],
  confidence: number,
): Beside | null {
  const pairs = paired(id, periods);
  if (pairs.length === 0) return null;
  const sum = (of: (pair: Pair) => number) => pairs.reduce((total, pair) => total + of(pair), 0);
  const requests = sum((pair) => pair.requests);
  const value = sum(({ errors }) => errors) / requests;
  const expected = (pair: Pair) => (pair.requests * pair.othersErrors) / pair.othersRequests;
  const others = sum(expected) / requests;
  // As many requests as tell the weighted rate as well.
  const othersTrials = requests ** 2 / sum((pair) => pair.requests ** 2 / pair.othersRequests);
  const interval = (share: number, trials: number) =>
    exactInterval(share * trials, trials, 2 * confidence - 1);
  const independent = Math.hypot(
    value - interval(value, requests).low,
    interval(others, othersTrials).high - others,
  );
  // A ratio of two sums: periods differ in their number of requests.
  const excess = pairs.map(
    (pair) => pair.errors - expected(pair) - (value - others) * pair.requests,
  );
  const between =
    pairs.length < 2
      ? 0
      : Math.sqrt(widestVariance(excess, confidence, 1, FEWEST_BLOCKS)) / requests;
  const atLeast = value - others - Math.max(independent, between);
  return { periods: pairs.map(({ period }) => period), requests, value, others, atLeast };
}

/** With fewer, t has no degree of freedom to spare. */
const FEWEST_LATENCIES = 3;

/**
 * The ratio of latencies, from the mean of its logarithm over periods and Student's t. A ratio, because load and
 * overload lengthen the latency of all.
 *
 * @param confidence one-sided
 * @returns null for fewer than three periods in which both answered
 */
export function latencyBeside(
  id: string,
  periods: readonly CountedPeriod[],
  confidence: number,
): Beside | null {
  const pairs = paired(id, periods).flatMap((pair) => {
    const { latencyMs, othersLatencyMs } = pair;
    return latencyMs === null || othersLatencyMs === null || !(latencyMs > 0 && othersLatencyMs > 0)
      ? []
      : [{ ...pair, latencyMs, othersLatencyMs, log: Math.log(latencyMs / othersLatencyMs) }];
  });
  const count = pairs.length;
  if (count < FEWEST_LATENCIES) return null;
  const mean = pairs.reduce((sum, { log }) => sum + log, 0) / count;
  const variance = widestVariance(
    pairs.map(({ log }) => log),
    confidence,
    1,
    FEWEST_BLOCKS,
  );
  const requests = pairs.reduce((sum, pair) => sum + pair.requests, 0);
  const weighted = (of: (pair: (typeof pairs)[number]) => number) =>
    pairs.reduce((sum, pair) => sum + pair.requests * of(pair), 0) / requests;
  return {
    periods: pairs.map(({ period }) => period),
    requests,
    value: weighted(({ latencyMs }) => latencyMs),
    others: weighted(({ othersLatencyMs }) => othersLatencyMs),
    atLeast: Math.exp(mean - Math.sqrt(variance) / count),
  };
}

/** In each third of the time, the ratio of the median period; null where a third is empty. */
export function latencyRatios(id: string, periods: readonly CountedPeriod[]): number[] | null {
  const ratios = paired(id, periods).flatMap(({ latencyMs, othersLatencyMs }) =>
    latencyMs === null || !othersLatencyMs ? [] : [latencyMs / othersLatencyMs],
  );
  const third = Math.ceil(ratios.length / 3);
  const parts = [0, 1, 2].map((part) => ratios.slice(part * third, (part + 1) * third));
  if (parts.some(({ length }) => length === 0)) return null;
  return parts.map((part) => part.toSorted((a, b) => a - b)[Math.floor(part.length / 2)]!);
}
