/**
 * What the target saw, held against the plan. Pure arithmetic.
 *
 * Arrival k belongs to planned request k. An engine that loses requests or lets them overtake each
 * other is judged kindly by that: matching in order gives the smallest lags any matching can give.
 *
 * The target does not know when the load began, and the HTTP engine does not say. So the plan's time
 * zero is put where the request that came earliest, compared with its own time, came exactly on time:
 *
 *   zero = min over k of (arrival(k) - intended(k))        lag(k) = arrival(k) - zero - intended(k)
 *
 * No lag is negative then, and what every request takes alike (the way to the target) drops out.
 */
import type { Plan } from '../../src/load/plan.ts';
import type { TargetRecord } from './target-process.ts';

/** Exact, by nearest rank: every one is a value that occurred. */
interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface Observed {
  readonly planned: number;
  readonly arrived: number;
  readonly lost: number;
  /** Share of the planned requests that arrived in the very second they were meant for. */
  readonly ownSecondShare: number;
  /** Arrival minus intended time. */
  readonly lagMs: Quantiles;
  /** From the plan's end to the last arrival; 0 when that came within the plan. */
  readonly overshootMs: number;
  /** Answer minus arrival: the truth about the target. */
  readonly serviceTimeMs: Quantiles;
  /** Answer minus intended time: the truth about the caller. */
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

/** NaNs are left out; of no values, every quantile is NaN. */
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
