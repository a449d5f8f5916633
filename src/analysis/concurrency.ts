/** Compares the concurrency of a function and of a serverless endpoint with their limits. */
import { findSeries } from './find-series.ts';
import { lastObserved } from './last-observed.ts';
import { type MetricOverLoad, metricOverLoad } from './metric-over-load.ts';
import type { ScalingEvidence } from './scaling-evidence.ts';
import type { Serving } from './serving.ts';
import type { Span } from './span.ts';
import type { ConcurrencyLimit, MetricPoint, Timeline } from './timeline.ts';

/** The peak concurrency during the load, and its limit. */
export interface ConcurrencyUse {
  readonly of: 'function' | 'endpoint';
  /** Concurrent requests. */
  readonly highest: number;
  /** `account`: other functions share it, so `share` is a lower bound. Null when none is known. */
  readonly limit: {
    readonly kind: 'reserved' | 'account' | 'max-concurrency';
    readonly value: number;
  } | null;
  /** `highest` / `limit`; null without a limit, and with a limit of 0. */
  readonly share: number | null;
  /** Datapoints for the function, seconds of the client for the endpoint. */
  readonly n: number;
  /** The function's datapoints; null for the endpoint. */
  readonly seen: MetricOverLoad | null;
}

/**
 * For the function, the highest ConcurrentExecutions in CloudWatch. A serverless endpoint publishes no such
 * metric, so the client's requests in flight stand in for it.
 */
export function concurrencyUse(
  evidence: ScalingEvidence,
  serving: Serving,
  load: Span | null,
): ConcurrencyUse[] {
  return [ofFunction(evidence, load), ofEndpoint(evidence, serving)].filter((one) => one !== null);
}

function ofFunction({ aws, series }: ScalingEvidence, load: Span | null): ConcurrencyUse | null {
  const seen = metricOverLoad(series, load, FUNCTION.service, FUNCTION.metric, FUNCTION.stat);
  if (seen === null) return null;
  const { reservedConcurrency: reserved, accountConcurrency: account } =
    lastObserved(aws, 'function') ?? {};
  return {
    of: 'function',
    ...comparedWith(seen.highest, limitOf('reserved', reserved) ?? limitOf('account', account)),
    n: seen.points.length,
    seen,
  };
}

function ofEndpoint({ seconds }: ScalingEvidence, serving: Serving): ConcurrencyUse | null {
  if (serving.kind !== 'serverless') return null;
  const counted = seconds.flatMap(({ inFlight }) => inFlight ?? []);
  if (counted.length === 0) return null;
  const highest = counted.reduce((most, inFlight) => Math.max(most, inFlight), 0);
  return {
    of: 'endpoint',
    ...comparedWith(highest, limitOf('max-concurrency', serving.limits.maxConcurrency)),
    n: counted.length,
    seen: null,
  };
}

type Limit = NonNullable<ConcurrencyUse['limit']>;

function limitOf(kind: Limit['kind'], value: number | undefined): Limit | null {
  return value === undefined ? null : { kind, value };
}

function comparedWith(
  highest: number,
  limit: Limit | null,
): Pick<ConcurrencyUse, 'highest' | 'limit' | 'share'> {
  return {
    highest,
    limit,
    share: limit === null || limit.value === 0 ? null : highest / limit.value,
  };
}

/** Shown in place of instance counts where there are none. */
export interface ConcurrencyInstead {
  /** `Model` or `Function`. */
  readonly of: string;
  readonly points: readonly MetricPoint[];
  /** Concurrent requests; null where no limit is set or known. */
  readonly limit: number | null;
}

const MODEL = {
  service: 'sagemaker',
  metric: 'ConcurrentRequestsPerModel',
  stat: 'Maximum',
} as const;
const FUNCTION = { service: 'lambda', metric: 'ConcurrentExecutions', stat: 'Maximum' } as const;

/** @returns null until the endpoint is polled, and where polls return an instance count. */
export function concurrencyInstead(timeline: Timeline): ConcurrencyInstead | null {
  const { instances, metrics, limits = [] } = timeline;
  if (instances.length === 0 || instances.some((point) => point.current !== null)) return null;
  const limitSet = (kind: ConcurrencyLimit['kind']): number | null =>
    limits.find((limit) => limit.kind === kind)?.value ?? null;
  const model = findSeries(metrics, MODEL);
  const inFront = findSeries(metrics, FUNCTION);
  if (model === null && inFront !== null) {
    return { of: 'Function', points: inFront.points, limit: limitSet('reserved') };
  }
  return { of: 'Model', points: model?.points ?? [], limit: limitSet('max-concurrency') };
}
