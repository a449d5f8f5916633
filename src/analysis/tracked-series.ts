/** Picks the series that the scaling policy tracks, and the unit to show it in. */
import { periodMs } from './find-series.ts';
import type { MetricPoint, MetricSeries, Timeline } from './timeline.ts';

const DEFAULT_METRIC = 'InvocationsPerInstance';

type Series = Pick<Timeline, 'metrics' | 'target'>;

/**
 * Without a known policy the metric is InvocationsPerInstance. Only the endpoint's metrics count: the
 * function in front of it has some with the same names.
 */
function trackedSeries({ metrics, target }: Series): MetricSeries | null {
  const wanted = target?.metric ?? DEFAULT_METRIC;
  const named = metrics.filter(
    ({ service, container, metric }) =>
      service === 'sagemaker' && container === null && metric === wanted,
  );
  const sums = named.filter((series) => series.stat === 'Sum');
  const candidates = sums.length > 0 ? sums : named;
  // A target per period is comparable only with datapoints of that period.
  const wantedMs = (target?.periodSeconds ?? 0) * 1_000;
  return candidates.find((series) => periodMs(series) === wantedMs) ?? candidates[0] ?? null;
}

export interface TrackedMetric {
  readonly name: string;
  /** Null when it was not seen. */
  readonly stat: string | null;
  /** `per minute` for sums, the metric's own unit for others. */
  readonly unit: 'per minute' | MetricSeries['unit'];
  readonly points: readonly MetricPoint[];
  readonly valueOf: (point: MetricPoint) => number;
  /** In the same unit as the values; null when no policy was read. */
  readonly target: number | null;
}

export function trackedMetric(of: Series): TrackedMetric {
  const series = trackedSeries(of);
  const points = series?.points ?? [];
  const isSum = series === null || points.some((point) => point.perMinute !== null);
  const { target } = of;
  return {
    name: series?.metric ?? DEFAULT_METRIC,
    stat: series?.stat ?? null,
    unit: isSum ? 'per minute' : (series?.unit ?? 'count'),
    points,
    valueOf: (point) => (isSum ? (point.perMinute ?? point.value) : point.value),
    target: target === null ? null : isSum ? target.perMinute : target.perPeriod,
  };
}

/** The tracked metric over a run, in the unit that it is shown in. */
export interface TrackedSummary {
  readonly metric: string;
  readonly stat: string;
  readonly periodSeconds: number;
  readonly unit: TrackedMetric['unit'];
  readonly target: number | null;
  readonly highest: number;
  readonly last: number;
  readonly datapoints: number;
}

/**
 * @param sinceMs local epoch ms; periods that were over by then do not count
 * @returns null when the metric was not seen
 */
export function trackedSummary(of: Series, sinceMs: number): TrackedSummary | null {
  const { name: metric, stat, unit, target, ...tracked } = trackedMetric(of);
  const points = tracked.points.filter((point) => point.endMs > sinceMs);
  const last = points.at(-1);
  if (stat === null || last === undefined) return null;
  return {
    ...{ metric, stat, unit, target },
    periodSeconds: (last.endMs - last.startMs) / 1_000,
    highest: points.reduce(
      (most, point) => Math.max(most, tracked.valueOf(point)),
      Number.NEGATIVE_INFINITY,
    ),
    last: tracked.valueOf(last),
    datapoints: points.length,
  };
}
