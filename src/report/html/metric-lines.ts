/** Chart lines from one service's metrics; a metric without datapoints gives no line. */

import { findSeries, type SeriesName } from '../../analysis/find-series.ts';
import type { MetricPoint, Timeline } from '../../analysis/timeline.ts';
import type { PeriodLine } from './period-chart.ts';

export type LineLook = Pick<PeriodLine, 'label' | 'color' | 'line' | 'filled'>;

export function metricLine(timeline: Timeline, name: SeriesName, look: LineLook): PeriodLine[] {
  const series = findSeries(timeline.metrics, name);
  return series === null ? [] : [{ ...look, points: series.points, valueOf: rateOrValue }];
}

/** Sums as a rate per minute, regardless of period; other statistics unchanged. */
function rateOrValue(point: MetricPoint): number {
  return point.perMinute ?? point.value;
}
