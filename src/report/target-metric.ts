/** Which of the series is the one the scaling policy follows, and in what unit to show it. */
import type { MetricPoint, MetricSeries, Timeline } from '../analysis/timeline.ts';
import { periodMs } from './find-series.ts';

const DEFAULT_METRIC = 'InvocationsPerInstance';

/**
 * A policy names the metric with a prefix (`SageMakerVariantInvocationsPerInstance`), CloudWatch
 * without it. Without a known policy it is InvocationsPerInstance. Only the endpoint's own metrics
 * come into question: the function before it has some of the same names.
 */
function trackedSeries(timeline: Timeline): MetricSeries | null {
  const wanted = timeline.target?.metric ?? DEFAULT_METRIC;
  const named = timeline.metrics.filter(
    ({ service, container, metric }) =>
      service === 'sagemaker' && container === null && wanted.endsWith(metric),
  );
  const sums = named.filter((series) => series.stat === 'Sum');
  const candidates = sums.length > 0 ? sums : named;
  // A target per period compares with datapoints of that very period.
  const wantedMs = (timeline.target?.periodSeconds ?? 0) * 1_000;
  return candidates.find((series) => periodMs(series) === wantedMs) ?? candidates[0] ?? null;
}

export interface TrackedMetric {
  readonly name: string;
  /** `per minute` for sums, the metric's own unit for others. */
  readonly unit: string;
  readonly points: readonly MetricPoint[];
  readonly valueOf: (point: MetricPoint) => number;
  /** In the same unit as the values; null when no policy was read. */
  readonly target: number | null;
}

export function trackedMetric(timeline: Timeline): TrackedMetric {
  const series = trackedSeries(timeline);
  const points = series?.points ?? [];
  const isSum = series === null || points.some((point) => point.perMinute !== null);
  const target = timeline.target;
  return {
    name: series?.metric ?? DEFAULT_METRIC,
    unit: isSum ? 'per minute' : (series?.unit ?? 'count'),
    points,
    valueOf: (point) => (isSum ? (point.perMinute ?? point.value) : point.value),
    target: target === null ? null : isSum ? target.perMinute : target.perPeriod,
  };
}
