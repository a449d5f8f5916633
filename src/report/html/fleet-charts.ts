/** Charts of what AWS showed: the instances, and the metric that the policy follows. */
import type { Timeline } from '../../analysis/timeline.ts';
import { plainText } from '../plain-text.ts';
import { trackedMetric } from '../target-metric.ts';
import { type Chart, type ChartSeries, rounded } from './chart-data.ts';
import type { TimeAxis } from './time-axis.ts';

export function instancesChart(timeline: Timeline, axis: TimeAxis): Chart {
  const polls = timeline.instances
    .map((point) => ({ ...point, second: axis.secondOf(point.atMs) }))
    .filter((point) => point.second > axis.from && point.second < axis.to);
  const before = timeline.instances.findLast((point) => axis.secondOf(point.atMs) <= axis.from);
  const last = timeline.instances.findLast((point) => axis.secondOf(point.atMs) <= axis.to);
  const points = [before ?? null, ...polls, last ?? null];
  return {
    id: 'instances',
    title: 'Instances',
    caption: 'Desired is what the policy asked for, in service is what answers requests.',
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

export function trackedChart(timeline: Timeline, axis: TimeAxis): Chart {
  const metric = trackedMetric(timeline);
  // Each datapoint holds over its own period; where the next does not follow on there is a gap.
  const values = new Map<number, number | null>();
  for (const point of metric.points) {
    values.set(axis.secondOf(point.startMs), rounded(metric.valueOf(point)));
    const end = axis.secondOf(point.endMs);
    if (!values.has(end)) values.set(end, null);
  }
  for (const edge of [axis.from, axis.to]) if (!values.has(edge)) values.set(edge, null);
  const x = [...values.keys()].filter((second) => second >= axis.from && second <= axis.to);
  x.sort((left, right) => left - right);
  const name = plainText(metric.name);
  return {
    id: 'tracked',
    title: `${name}, ${metric.unit}`,
    caption:
      metric.target === null
        ? 'The metric that the policy follows; its target is not known.'
        : 'The policy adds instances while this stays above the target.',
    format: 'count',
    logarithmic: false,
    x,
    series: [
      {
        ...stepped(name, 'main', 'solid'),
        filled: true,
        values: x.map((second) => values.get(second) ?? null),
      },
      ...(metric.target === null
        ? []
        : [{ ...stepped('target', 'limit', 'dashed'), values: x.map(() => metric.target) }]),
    ],
  };
}

function stepped(
  label: string,
  color: ChartSeries['color'],
  line: ChartSeries['line'],
): Omit<ChartSeries, 'values'> {
  return { label, color, line, stepped: true, filled: false };
}
