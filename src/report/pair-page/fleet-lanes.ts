/** Lanes of what AWS reported: instances, and the metric that the policies track. */
import { type TrackedMetric, trackedMetric } from '../../analysis/tracked-series.ts';
import type { Chart } from '../html/chart-data.ts';
import { instancesChart } from '../html/fleet-charts.ts';
import { periodChart } from '../html/period-chart.ts';
import { plainText } from '../plain-text.ts';
import { type Drawn, levels, look } from './drawn-run.ts';
import { mergedLines } from './merge-charts.ts';

export function instancesLane(runs: readonly Drawn[]): Chart {
  return {
    id: 'pair-instances',
    group: 'story',
    title: 'Instances',
    caption: 'How many instances handled requests.',
    format: 'instances',
    logarithmic: false,
    ...mergedLines(
      runs.map(({ side, timeline, axis }) => {
        const { x, series } = instancesChart(timeline, axis);
        const inService = series.filter(({ label }) => label === 'in service');
        return {
          x,
          series: inService.map((one) => ({
            ...one,
            ...look(side, 'in service'),
            filled: false,
          })),
        };
      }),
    ),
  };
}

/** @returns null for metrics that are not the same: no scale would be of both */
export function trackedLane(runs: readonly Drawn[]): Chart | null {
  const tracked = runs.map((run) => ({ ...run, metric: trackedMetric(run.timeline) }));
  const [{ metric }, other] = tracked as [Tracked, Tracked?];
  const isSame =
    other === undefined || (metric.name === other.metric.name && metric.unit === other.metric.unit);
  if (!isSame) return null;
  const words = {
    id: 'pair-tracked',
    group: 'story' as const,
    title: `${plainText(metric.name)}, ${metric.unit}`,
    caption: 'The policy adds instances while this stays above the target.',
    format: 'count' as const,
  };
  return {
    ...words,
    logarithmic: false,
    ...mergedLines([
      ...levels(
        tracked.map((run) => ({ run, value: run.metric.target })),
        'target',
      ),
      ...tracked.map(({ side, axis, metric: read }) =>
        periodChart(words, axis, [{ ...read, ...look(side, 'observed') }]),
      ),
    ]),
  };
}

interface Tracked extends Drawn {
  readonly metric: TrackedMetric;
}
