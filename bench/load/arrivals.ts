/**
 * Compares the target's arrivals with the plan. Pure arithmetic.
 *
 * Matches arrival k with planned request k. This favours an engine that loses or reorders requests:
 * matching in order gives the smallest lags of any matching.
 *
 * The target does not know when the load started, and the HTTP engine does not report it. So time
 * zero is chosen such that the request that was earliest relative to its own time was on time:
 *
 *   zero = min over k of (arrival(k) - intended(k))        lag(k) = arrival(k) - zero - intended(k)
 *
 * Then no lag is negative, and constant delays (the network path) cancel out.
 */
import type { Plan } from '../../src/load/plan.ts';
import type { TargetRecord } from './target-process.ts';

/** Exact, by nearest rank: each is an observed value. */
interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface Observed {
  readonly planned: number;
  readonly arrived: number;
  readonly lost: number;
  /** Share of the planned requests that arrived in their intended second. */
  readonly ownSecondShare: number;
  /** Arrival minus intended time. */
  readonly lagMs: Quantiles;
  /** From the plan's end to the last arrival; 0 if that was within the plan. */
  readonly overshootMs: number;
  /** Response minus arrival: the target's actual service time. */
  readonly serviceTimeMs: Quantiles;
  /** Response minus intended time: the latency a caller would see. */
  readonly feltMs: Quantiles;
}

export function observe(plan: Plan, record: TargetRecord): Observed {
  const { arrivalMs, answeredMs, arrived } = record;
  const matched = Math.min(plan.count, arrivalMs.length);
  const intendedMs = Float64Array.from({ length: matched }, (_, k) => plan.intendedMs(k));
  const zeroMs = intendedMs.reduce(
    (least, intended, k) => Math.min(least, arrivalMs[k]! - intended),
    Number.POSITIVE_INFINITY,
  );
  const lag = intendedMs.map((intended, k) => arrivalMs[k]! - zeroMs - intended);
  const onTime = lag.filter((lagMs, k) => inOwnSecond(intendedMs[k]!, lagMs)).length;
  return {
    planned: plan.count,
    arrived,
    lost: Math.max(0, plan.count - arrived),
    ownSecondShare: onTime / plan.count,
    lagMs: quantiles(lag),
    overshootMs: Math.max(0, (arrivalMs.at(-1) ?? zeroMs) - zeroMs - plan.durationMs),
    serviceTimeMs: quantiles(arrivalMs.map((arrival, k) => answeredMs[k]! - arrival)),
    feltMs: quantiles(intendedMs.map((intended, k) => answeredMs[k]! - zeroMs - intended)),
  };
}

function inOwnSecond(intendedMs: number, lagMs: number): boolean {
  return Math.floor((intendedMs + lagMs) / 1_000) === Math.floor(intendedMs / 1_000);
}

/** Ignores NaNs; without values, every quantile is NaN. */
function quantiles(values: Float64Array): Quantiles {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return {
    p50: nearestRank(sorted, 0.5),
    p99: nearestRank(sorted, 0.99),
    max: nearestRank(sorted, 1),
  };
}

/** @param sorted ascending. @param q above 0, at most 1 */
function nearestRank(sorted: Float64Array, q: number): number {
  return sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN;
}
