/** Charts of what AWS reported: instances, and the metric that the policy tracks. */
import type { InstancesPoint, MetricPoint, Timeline } from '../../analysis/timeline.ts';
import { trackedMetric } from '../../analysis/tracked-series.ts';
import { seconds } from '../../format/numbers.js';
import { plainText } from '../plain-text.ts';
import type { Chart, ChartSeries } from './chart-data.ts';
import { periodChart } from './period-chart.ts';
import type { TimeAxis } from './time-axis.ts';

export function instancesChart(timeline: Timeline, axis: TimeAxis): Chart {
  // Values hold until the next step, so drop polls without a change.
  const polls = timeline.instances
    .filter((point, index) => isChange(point, timeline.instances[index - 1]))
    .map((point) => ({ ...point, second: axis.secondOf(point.atMs) }))
    .filter((point) => point.second > axis.from && point.second < axis.to);
  const before = timeline.instances.findLast((point) => axis.secondOf(point.atMs) <= axis.from);
  const last = timeline.instances.findLast((point) => axis.secondOf(point.atMs) <= axis.to);
  const points = [before ?? null, ...polls, last ?? null];
  return {
    id: 'instances',
    group: 'story',
    title: 'Instances',
    caption: 'Desired is what the policy requested; in service is what handles requests.',
    format: 'instances',
    logarithmic: false,
    x: [axis.from, ...polls.map((point) => point.second), axis.to],
    series: [
      {
        ...stepped('desired', 'faint', 'dashed'),
        values: points.map((point) => point?.desired ?? null),
      },
      {
        ...stepped('in service', 'main', 'solid'),
        filled: true,
        values: points.map((point) => point?.current ?? null),
      },
    ],
  };
}

function isChange(now: InstancesPoint, before: InstancesPoint | undefined): boolean {
  return now.current !== before?.current || now.desired !== before.desired;
}

/** In the unit in which the policy judges it, as the checks and findings beside it do. */
export function trackedChart(timeline: Timeline, axis: TimeAxis): Chart {
  const metric = trackedMetric(timeline);
  const name = plainText(metric.name);
  const periodSeconds = metric.unit === 'per minute' ? (timeline.target?.periodSeconds ?? 60) : 60;
  const perPeriod = (value: number): number => (value * periodSeconds) / 60;
  const words = {
    id: 'tracked',
    group: 'story' as const,
    title: `${name}, ${periodSeconds === 60 ? metric.unit : `per ${seconds(periodSeconds)}`}`,
    caption:
      metric.target === null
        ? 'The metric that scaling policies usually track; no target was read.'
        : 'The policy adds instances while this stays above the target.',
    format: 'count' as const,
  };
  const line = {
    ...({ label: 'observed', color: 'main', filled: true, points: metric.points } as const),
    valueOf: (point: MetricPoint) => perPeriod(metric.valueOf(point)),
  };
  const levels =
    metric.target === null || metric.points.length === 0
      ? []
      : [{ label: 'target', color: 'limit' as const, value: perPeriod(metric.target) }];
  return periodChart(words, axis, [line], levels);
}

function stepped(
  label: string,
  color: ChartSeries['color'],
  line: ChartSeries['line'],
): Omit<ChartSeries, 'values'> {
  return { label, color, line, stepped: true, filled: false };
}
