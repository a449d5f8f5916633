/** What stands in for instances where there are none to count: requests at once, and their limit. */
import type { ConcurrencyLimit, MetricPoint, Timeline } from '../analysis/timeline.ts';
import { findSeries } from './find-series.ts';

export interface Concurrency {
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
export function concurrencyInstead(timeline: Timeline): Concurrency | null {
  const { instances, metrics, limits = [] } = timeline;
  if (instances.length === 0 || instances.some((point) => point.current !== null)) return null;
  const limitOf = (kind: ConcurrencyLimit['kind']): number | null =>
    limits.find((limit) => limit.kind === kind)?.value ?? null;
  const model = findSeries(metrics, MODEL);
  const inFront = findSeries(metrics, FUNCTION);
  if (model === null && inFront !== null) {
    return { of: 'Function', points: inFront.points, limit: limitOf('reserved') };
  }
  return { of: 'Model', points: model?.points ?? [], limit: limitOf('max-concurrency') };
}
