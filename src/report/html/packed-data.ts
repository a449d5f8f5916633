/**
 * Compresses the page's data without loss: an hour has 3,600 points per line, mostly a second apart,
 * and zooming in should still show each of them. `client/unpack.js` is the inverse.
 */
import type { Chart, ChartSeries, PageData } from './chart-data.ts';

/** Run-length encoding: repeated values as `[value, times]`, single values as they are. */
export type Runs<T> = readonly (T | readonly [value: T, times: number])[];

export interface PackedSeries extends Omit<ChartSeries, 'values'> {
  readonly values: Runs<number | null>;
}

export interface PackedChart extends Omit<Chart, 'x' | 'series'> {
  /** Differences between successive values, the first from 0, in whole milliseconds. */
  readonly steps: Runs<number>;
  readonly series: readonly PackedSeries[];
}

export interface PackedData extends Omit<PageData, 'charts'> {
  readonly charts: readonly PackedChart[];
}

export function packed(data: PageData): PackedData {
  return {
    ...data,
    charts: data.charts.map(({ x, series, ...chart }) => ({
      ...chart,
      steps: runsOf(stepsOf(x.map((second) => Math.round(second * 1_000)))),
      series: series.map((one) => ({ ...one, values: runsOf(one.values) })),
    })),
  };
}

function stepsOf(values: readonly number[]): number[] {
  return values.map((value, index) => value - (values[index - 1] ?? 0));
}

function runsOf<T extends number | null>(values: readonly T[]): Runs<T> {
  const runs: [value: T, times: number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] === value) last[1] += 1;
    else runs.push([value, 1]);
  }
  return runs.map((run) => (run[1] === 1 ? run[0] : run));
}
