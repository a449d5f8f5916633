/** Charts CloudWatch datapoints: each value spans its period; missing ones leave gaps. */
import type { MetricPoint } from '../../analysis/timeline.ts';
import { type Chart, type ChartSeries, rounded, type Values } from './chart-data.ts';
import type { TimeAxis } from './time-axis.ts';

export interface PeriodLine extends Pick<ChartSeries, 'label' | 'color'> {
  readonly line?: ChartSeries['line'];
  readonly filled?: boolean;
  /** In time order. */
  readonly points: readonly MetricPoint[];
  readonly valueOf: (point: MetricPoint) => number;
}

/** A horizontal line over the whole run. */
export interface Level extends Pick<ChartSeries, 'label' | 'color'> {
  readonly value: number;
}

type Words = Pick<Chart, 'id' | 'title' | 'caption' | 'format'>;

/** @param lines may have different periods: the chart's x values are all their starts and ends. */
export function periodChart(
  words: Words,
  axis: TimeAxis,
  lines: readonly PeriodLine[],
  levels: readonly Level[] = [],
): Chart {
  const moments = lines.flatMap(({ points }) =>
    points.flatMap((point) => [axis.secondOf(point.startMs), axis.secondOf(point.endMs)]),
  );
  const x = [...new Set([axis.from, ...moments, axis.to])]
    .filter((second) => second >= axis.from && second <= axis.to)
    .sort((left, right) => left - right);
  return {
    ...words,
    logarithmic: false,
    x,
    series: [
      ...lines.map(({ label, color, line, filled, ...datapoints }) => ({
        ...{ label, color, line: line ?? 'solid', stepped: true, filled: filled ?? false },
        values: valuesAt(x, datapoints, axis),
      })),
      ...levels.map(({ label, color, value }) => ({
        ...{ label, color, line: 'dashed' as const, stepped: true, filled: false },
        values: x.map(() => value),
      })),
    ],
  };
}

/** One pass over both ascending lists: a day-long run has thousands of datapoints per series. */
function valuesAt(
  x: readonly number[],
  datapoints: Pick<PeriodLine, 'points' | 'valueOf'>,
  axis: TimeAxis,
): Values {
  const { points } = datapoints;
  let next = 0;
  return x.map((second) => {
    while (next < points.length && axis.secondOf(points[next]!.startMs) <= second) next += 1;
    const point = points[next - 1];
    return point !== undefined && second < axis.secondOf(point.endMs)
      ? rounded(datapoints.valueOf(point))
      : null;
  });
}
