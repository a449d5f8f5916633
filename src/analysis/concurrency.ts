/** Requests that are worked on at once, and the limit they are held to. */
import { findSeries } from './find-series.ts';
import { lastObserved } from './last-observed.ts';
import type { Span } from './load-span.ts';
import { type MetricOverLoad, metricOverLoad } from './metric-over-load.ts';
import type { ScalingEvidence } from './scaling-evidence.ts';
import type { Serving } from './serving.ts';
import type { ConcurrencyLimit, MetricPoint, Timeline } from './timeline.ts';

/** The most at once that was seen during the load. */
export interface ConcurrencyUse {
  readonly of: 'function' | 'endpoint';
  /** Requests at once. */
  readonly highest: number;
  /** `account`: other functions share it, so `share` is a lower bound. Null when none is known. */
  readonly limit: {
    readonly kind: 'reserved' | 'account' | 'max-concurrency';
    readonly value: number;
  } | null;
  /** `highest` of `limit`; null without a limit, and of a limit of nothing. */
  readonly share: number | null;
  /** Datapoints of the function, seconds of the client. */
  readonly n: number;
  /** Of the function: what CloudWatch published. */
  readonly seen: MetricOverLoad | null;
}

/**
 * Of the function CloudWatch's highest ConcurrentExecutions. Of a serverless endpoint, which publishes
 * no such metric, the client's own requests in flight.
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
    ...against(seen.highest, limitOf('reserved', reserved) ?? limitOf('account', account)),
    n: seen.points.length,
    seen,
  };
}

function ofEndpoint({ seconds }: ScalingEvidence, serving: Serving): ConcurrencyUse | null {
  if (serving.kind !== 'serverless' || seconds.length === 0) return null;
  const highest = seconds.reduce((most, second) => Math.max(most, second.inFlight), 0);
  return {
    of: 'endpoint',
    ...against(highest, limitOf('max-concurrency', serving.limits.maxConcurrency)),
    n: seconds.length,
    seen: null,
  };
}

type Limit = NonNullable<ConcurrencyUse['limit']>;

function limitOf(kind: Limit['kind'], value: number | undefined): Limit | null {
  return value === undefined ? null : { kind, value };
}

function against(
  highest: number,
  limit: Limit | null,
): Pick<ConcurrencyUse, 'highest' | 'limit' | 'share'> {
  return {
    highest,
    limit,
    share: limit === null || limit.value === 0 ? null : highest / limit.value,
  };
}

/** What is shown where there are no instances to count. */
export interface ConcurrencyInstead {
  /** Whose it is, `Model` or `Function`. */
  readonly of: string;
  readonly points: readonly MetricPoint[];
  /** Requests at once; null where none is set or known. */
  readonly limit: number | null;
}

const MODEL = {
  service: 'sagemaker',
  metric: 'ConcurrentRequestsPerModel',
  stat: 'Maximum',
} as const;
const FUNCTION = { service: 'lambda', metric: 'ConcurrentExecutions', stat: 'Maximum' } as const;

/** @returns null as long as nothing was polled, and where polls tell an instance count. */
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
