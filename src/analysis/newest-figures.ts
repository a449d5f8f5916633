/** Computes the newest figures of a run in progress, which the live view puts into words. */
import type { Outcome } from '../systems/outcome.ts';
import { concurrencyInstead } from './concurrency.ts';
import type { LoadPoint, Timeline } from './timeline.ts';
import { trackedMetric } from './tracked-series.ts';

/** Latency figures cover this much time: one second is noise, a minute hides a spike. */
const RECENT_SECONDS = 5;

export interface NewestFigures {
  /** Requests/s in the last second; null before the first. */
  readonly plannedRps: number | null;
  readonly sentRps: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Requests of the whole load so far. */
  readonly correct: number;
  readonly wrong: number;
  readonly errors: number;
  /** Errors by kind, in the order in which they first occurred. */
  readonly errorKinds: readonly (readonly [Outcome, number])[];
  readonly instances: { readonly current: number; readonly desired: number | null } | null;
  /** Shown where there are no instances to count; null where there are. */
  readonly concurrency: {
    readonly of: string;
    readonly now: number | null;
    readonly limit: number | null;
  } | null;
  readonly tracked: {
    readonly name: string;
    readonly unit: string;
    readonly value: number | null;
    readonly target: number | null;
    readonly aboveTarget: boolean;
  };
}

export function newestFigures(timeline: Timeline): NewestFigures {
  const last = timeline.load.at(-1);
  const recent = timeline.load.slice(-RECENT_SECONDS);
  const totals = outcomeTotals(timeline);
  const errorKinds = [...totals].filter(
    ([outcome]) => outcome !== 'correct' && outcome !== 'wrong',
  );
  return {
    plannedRps: last?.planned ?? null,
    sentRps: last?.sent ?? null,
    p50Ms: worst(recent, 'latencyP50Ms'),
    p95Ms: worst(recent, 'latencyP95Ms'),
    p99Ms: worst(recent, 'latencyP99Ms'),
    correct: totals.get('correct') ?? 0,
    wrong: totals.get('wrong') ?? 0,
    errors: errorKinds.reduce((sum, [, total]) => sum + total, 0),
    errorKinds,
    instances: newestInstances(timeline),
    concurrency: newestConcurrency(timeline),
    tracked: newestTracked(timeline),
  };
}

function outcomeTotals({ load, earlierOutcomes = {} }: Timeline): Map<Outcome, number> {
  const totals = new Map<Outcome, number>();
  for (const outcomes of [earlierOutcomes, ...load.map((point) => point.outcomes)]) {
    for (const [outcome, total] of Object.entries(outcomes)) {
      totals.set(outcome as Outcome, (totals.get(outcome as Outcome) ?? 0) + total);
    }
  }
  return totals;
}

/** The highest of the seconds' percentiles: percentiles of seconds cannot be averaged. */
function worst(
  points: readonly LoadPoint[],
  key: 'latencyP50Ms' | 'latencyP95Ms' | 'latencyP99Ms',
): number | null {
  const known = points.map((point) => point[key]).filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function newestInstances({ instances }: Timeline): NewestFigures['instances'] {
  const last = instances.at(-1);
  return last === undefined || last.current === null
    ? null
    : { current: last.current, desired: last.desired };
}

function newestConcurrency(timeline: Timeline): NewestFigures['concurrency'] {
  const instead = concurrencyInstead(timeline);
  if (instead === null) return null;
  const { of, points, limit } = instead;
  return { of, now: points.at(-1)?.value ?? null, limit };
}

function newestTracked(timeline: Timeline): NewestFigures['tracked'] {
  const tracked = trackedMetric(timeline);
  const { name, unit, target } = tracked;
  const newest = tracked.points.at(-1);
  const value = newest === undefined ? null : tracked.valueOf(newest);
  const aboveTarget = value !== null && target !== null && value > target;
  return { name, unit, value, target, aboveTarget };
}
