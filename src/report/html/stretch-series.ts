/** Chart lines with a point for each stretch of the load. */
import type { Stretch } from '../../analysis/stretches.ts';
import type { ChartSeries, Seconds } from './chart-data.ts';
import type { TimeAxis } from './time-axis.ts';

type Look = Pick<ChartSeries, 'label' | 'color'> &
  Partial<Pick<ChartSeries, 'line' | 'filled' | 'stepped'>>;

export interface StretchSeries<T> {
  readonly x: Seconds;
  readonly series: (look: Look, read: (stretch: T) => number | null) => ChartSeries;
}

/** A null at each end of the axis makes every chart span all of it. */
export function stretchSeries<T extends Stretch>(
  stretches: readonly T[],
  axis: TimeAxis,
  shorten: (value: number) => number = short,
): StretchSeries<T> {
  const seconds = stretches.map(({ middleMs }) => axis.secondOf(middleMs));
  const within = seconds.map((second) => second > axis.from && second < axis.to);
  return {
    x: [axis.from, ...seconds.filter((_, index) => within[index]), axis.to],
    series: (look, read) => ({
      ...{ line: 'solid', filled: false, stepped: false },
      ...look,
      values: [
        null,
        ...stretches
          .filter((_, index) => within[index])
          .map(read)
          .map((value) => (value === null ? null : shorten(value))),
        null,
      ],
    }),
  };
}

/** `highest of 4 s` for captions, or nothing where every second has a point. */
export function overStretch(seconds: number, word: string): string {
  return seconds === 1 ? '' : `, ${word} of ${seconds} s`;
}

/** Three digits are finer than a pixel; an hour has thousands of values. */
function short(value: number): number {
  const size = Math.abs(value);
  const factor = size >= 100 ? 1 : size >= 10 ? 10 : 100;
  return Math.round(value * factor) / factor;
}
