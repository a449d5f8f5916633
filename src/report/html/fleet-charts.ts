/** Charts of what AWS reported: instances, and the metric that the policy tracks. */
import { lastAt } from '../../analysis/last-at.ts';
import type { InstancesPoint, MetricPoint, Timeline } from '../../analysis/timeline.ts';
import { trackedMetric } from '../../analysis/tracked-series.ts';
import { seconds } from '../../format/numbers.js';
import { plainText } from '../plain-text.ts';
import type { Chart, ChartSeries } from './chart-data.ts';
import { periodChart } from './period-chart.ts';
import type { TimeAxis } from './time-axis.ts';

/** Where copies are counted, the instances below them are a layer of their own. */
export function instancesChart(timeline: Timeline, axis: TimeAxis): Chart {
  const layers = [timeline.instances, ...(timeline.hosts === undefined ? [] : [timeline.hosts])];
  const changes = layers
    .flatMap(changesOf)
    .map((point) => axis.secondOf(point.atMs))
    .filter((second) => second > axis.from && second < axis.to);
  const x = [axis.from, ...new Set(changes.toSorted((left, right) => left - right)), axis.to];
  const [counted, hosts] = layers.map((points) => valuesAt(points, x, axis));
  const series: ChartSeries[] = [
    {
      ...stepped('desired', 'faint', 'dashed'),
      values: counted!.map((point) => point?.desired ?? null),
    },
    {
      ...stepped('in service', 'main', 'solid'),
      filled: true,
      values: counted!.map((point) => point?.current ?? null),
    },
  ];
  const below = hosts && [
    {
      ...stepped('instances desired', 'second', 'dotted'),
      values: hosts.map((point) => point?.desired ?? null),
    },
    {
      ...stepped('instances', 'second', 'solid'),
      values: hosts.map((point) => point?.current ?? null),
    },
  ];
  return {
    id: 'instances',
    group: 'story',
    title: below === undefined ? 'Instances' : 'Copies, and the instances below them',
    caption: 'Desired is what the policy requested; in service is what handles requests.',
    format: 'instances',
    logarithmic: false,
    x,
    series: [...series, ...(below ?? [])],
  };
}

/** Values hold until the next step, so polls without a change are dropped. */
function changesOf(points: readonly InstancesPoint[]): readonly InstancesPoint[] {
  return points.filter((point, index) => isChange(point, points[index - 1]));
}

/** The last poll at or before each second. */
function valuesAt(
  points: readonly InstancesPoint[],
  x: readonly number[],
  axis: TimeAxis,
): (InstancesPoint | null)[] {
  const seconds = points.map((point) => axis.secondOf(point.atMs));
  return x.map((second) => points[lastAt(seconds, (atSecond) => atSecond, second)] ?? null);
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
