/** Finds a metric's series. By service too: `Invocations` is the function's and the endpoint's. */
import type { MetricService } from '../record/aws-events.ts';
import type { MetricSeries } from './timeline.ts';

export interface SeriesName {
  readonly service: MetricService;
  readonly metric: string;
  readonly stat: string;
}

/** Of several periods the shortest. Series of single containers are not looked at. */
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

/** One series a container, in the order of the containers' names. */
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
