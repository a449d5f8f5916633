/** What a CloudWatch metric came to over the load: its sum, its highest value, and what is missing. */
import type { MetricService } from '../record/aws-events.ts';
import type { PeriodSeries } from './metric-series.ts';
import type { MetricPoint } from './timeline.ts';

export interface MetricOverLoad {
  readonly sum: number;
  readonly highest: number;
  /** Datapoints of the load and after it. */
  readonly points: readonly MetricPoint[];
  readonly periodSeconds: number;
  /** Of those that overlap the load, how many were not final when watching ended. */
  readonly unfinished: number;
  /** Periods wholly within the load that have no datapoint. */
  readonly missing: number;
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * From the period in which the load began to the last one known: an answer is counted when it is
 * given, which may be a period after the request. Of two periods the longer, which holds all.
 *
 * @returns null when no datapoint of the metric was seen since the load began.
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

/**
 * Starts of the periods that lie wholly within the span and have no datapoint, by the grid that
 * the first datapoint sets.
 */
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
  // More than a run has in a month of seconds: a damaged time or period, of which nothing can be told.
  if ((span.toMs - span.fromMs) / periodMs > MOST_PERIODS) return [];
  for (let index = first; anchor + (index + 1) * periodMs <= span.toMs; index += 1) {
    if (!have.has(index)) missing.push(anchor + index * periodMs);
  }
  return missing;
}
