/** Sums up a CloudWatch metric over the load: its sum, its highest value, and missing periods. */
import type { MetricService } from '../record/aws-events.ts';
import type { PeriodSeries } from './metric-series.ts';
import type { Span } from './span.ts';
import type { MetricPoint } from './timeline.ts';

export interface MetricOverLoad {
  readonly sum: number;
  readonly highest: number;
  /** Datapoints during the load and after it. */
  readonly points: readonly MetricPoint[];
  readonly periodSeconds: number;
  /** Datapoints that overlap the load and were not final when watching ended. */
  readonly unfinished: number;
  /** Periods entirely within the load that have no datapoint. */
  readonly missing: number;
}

/**
 * From the period in which the load began to the last known one: an answer may be counted a period after its
 * request. Uses the series with the longest period, which includes everything.
 *
 * @returns null when the metric has no datapoint since the load began.
 */
export function metricOverLoad(
  series: readonly PeriodSeries[],
  load: Span | null,
  service: MetricService,
  metric: string,
  stat: string,
): MetricOverLoad | null {
  const fitting = series
    .filter(
      (one) =>
        one.service === service &&
        one.container === null &&
        one.metric === metric &&
        one.stat === stat,
    )
    .toSorted((left, right) => right.periodSeconds - left.periodSeconds)[0];
  if (fitting === undefined || load === null) return null;
  const points = fitting.points.filter((point) => point.endMs > load.fromMs);
  if (points.length === 0) return null;
  return {
    sum: points.reduce((sum, point) => sum + point.value, 0),
    highest: points.reduce((most, point) => Math.max(most, point.value), 0),
    points,
    periodSeconds: fitting.periodSeconds,
    unfinished: points.filter((point) => !point.final && point.startMs < load.toMs).length,
    missing: missingPeriods(points, fitting.periodSeconds, load).length,
  };
}

const MOST_PERIODS = 2_700_000;

/** Starts of the periods that lie entirely within the span and have no datapoint, aligned to the first datapoint. */
export function missingPeriods(
  points: readonly MetricPoint[],
  periodSeconds: number,
  span: Span,
): number[] {
  const anchor = points[0]?.startMs;
  const periodMs = periodSeconds * 1_000;
  if (anchor === undefined || !(periodMs > 0)) return [];
  const have = new Set(points.map((point) => Math.round((point.startMs - anchor) / periodMs)));
  const missing: number[] = [];
  const first = Math.ceil((span.fromMs - anchor) / periodMs - 1e-9);
  // More than the seconds of a month: the time or period is damaged.
  if ((span.toMs - span.fromMs) / periodMs > MOST_PERIODS) return [];
  for (let index = first; anchor + (index + 1) * periodMs <= span.toMs; index += 1) {
    if (!have.has(index)) missing.push(anchor + index * periodMs);
  }
  return missing;
}
