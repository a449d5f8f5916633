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
    title: 'Instances in service',
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

/** One lane where both policies track the same metric in the same unit, else one each. */
export function trackedLanes(runs: readonly Drawn[]): Chart[] {
  const tracked = runs.map((run) => ({ run, metric: trackedMetric(run.timeline) }));
  const [one, other] = tracked as [Tracked, Tracked];
  const isSame = one.metric.name === other.metric.name && one.metric.unit === other.metric.unit;
  return isSame
    ? [trackedLane([other, one], 'pair-tracked')]
    : tracked.map((each) => trackedLane([each], `pair-tracked-${each.run.side}`));
}

interface Tracked {
  readonly run: Drawn;
  readonly metric: TrackedMetric;
}

function trackedLane(of: readonly Tracked[], id: string): Chart {
  const [{ metric }] = of as [Tracked];
  const name = plainText(metric.name);
  const words = { id, title: `${name}, ${metric.unit}`, format: 'count' as const };
  return {
    ...words,
    caption: 'The policy adds instances while this stays above the target.',
    logarithmic: false,
    ...mergedLines([
      ...of.map(({ run: { side, axis }, metric: read }) =>
        periodChart({ ...words, caption: '' }, axis, [{ ...read, ...look(side, name) }]),
      ),
      ...levels(
        of.map(({ run, metric }) => ({ run, value: metric.target })),
        'target',
      ),
    ]),
  };
}
