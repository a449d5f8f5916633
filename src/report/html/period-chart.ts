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

/** A datapoint on the axis, in its seconds. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/**
 * Timestamps are whole milliseconds, a period need not be: one of 833.3 ms seems to end up to a
 * millisecond before the next begins. Anything shorter than this share of a period is no gap.
 */
const ROUNDING = 0.01;

type Words = Pick<Chart, 'id' | 'group' | 'title' | 'caption' | 'format'>;

/** @param lines may have different periods: the chart's x values are all their starts and ends. */
export function periodChart(
  words: Words,
  axis: TimeAxis,
  lines: readonly PeriodLine[],
  levels: readonly Level[] = [],
): Chart {
  const spans = lines.map((line) => spansOf(line, axis));
  const moments = spans.flatMap((of) => of.flatMap(({ from, to }) => [from, to]));
  const x = [...new Set([axis.from, ...moments, axis.to])]
    .filter((second) => second >= axis.from && second <= axis.to)
    .sort((left, right) => left - right);
  return {
    ...words,
    logarithmic: false,
    x,
    series: [
      ...lines.map(({ label, color, line, filled }, index) => ({
        ...{ label, color, line: line ?? 'solid', stepped: true, filled: filled ?? false },
        values: valuesAt(x, spans[index]!),
      })),
      ...levels.map(({ label, color, value }) => ({
        ...{ label, color, line: 'dashed' as const, stepped: true, filled: false },
        values: x.map(() => value),
      })),
    ],
  };
}

function spansOf(line: PeriodLine, axis: TimeAxis): Span[] {
  return line.points.map((point, index) => {
    const next = line.points[index + 1];
    const periodMs = point.endMs - point.startMs;
    const adjoins =
      next !== undefined && Math.abs(next.startMs - point.endMs) < ROUNDING * periodMs;
    return {
      from: axis.secondOf(point.startMs),
      to: axis.secondOf(adjoins ? next.startMs : point.endMs),
      value: rounded(line.valueOf(point)),
    };
  });
}

/** One pass over both ascending lists: a day-long run has thousands of datapoints per series. */
function valuesAt(x: readonly number[], spans: readonly Span[]): Values {
  let next = 0;
  return x.map((second) => {
    while (next < spans.length && spans[next]!.from <= second) next += 1;
    const span = spans[next - 1];
    return span !== undefined && second < span.to ? span.value : null;
  });
}
