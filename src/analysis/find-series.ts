/** Finds a metric's series by service, name and statistic: functions and endpoints both have `Invocations`. */
import type { MetricService } from '../record/aws-events.ts';
import type { MetricSeries } from './timeline.ts';

export interface SeriesName {
  readonly service: MetricService;
  readonly metric: string;
  readonly stat: string;
}

/** The series with the shortest period. Ignores series of single containers. */
export function findSeries(
  metrics: readonly MetricSeries[],
  { service, metric, stat }: SeriesName,
): MetricSeries | null {
  return finest(
    metrics.filter(
      (series) =>
        series.service === service &&
        series.container === null &&
        series.metric === metric &&
        series.stat === stat,
    ),
  );
}

/** One series per container, sorted by container name. */
export function containerSeries(
  metrics: readonly MetricSeries[],
  { service, metric, stat }: SeriesName,
): (MetricSeries & { readonly container: string })[] {
  const all = metrics.filter(
    (series): series is MetricSeries & { readonly container: string } =>
      series.service === service &&
      series.container !== null &&
      series.metric === metric &&
      series.stat === stat,
  );
  const names = [...new Set(all.map((series) => series.container))].sort();
  return names.map((name) => finest(all.filter((series) => series.container === name))!);
}

function finest<T extends MetricSeries>(series: readonly T[]): T | null {
  return series.reduce<T | null>(
    (best, one) => (best === null || periodMs(one) < periodMs(best) ? one : best),
    null,
  );
}

export function periodMs({ points: [first] }: MetricSeries): number {
  return first === undefined ? Number.POSITIVE_INFINITY : first.endMs - first.startMs;
}
