import { expect, test } from 'vitest';
import { periodChart } from '../../src/report/html/period-chart.ts';

/** Datapoints of a period that is no whole number of milliseconds, stamped in whole ones. */
function pointsOf(periodMs: number, indexes: readonly number[]) {
  return indexes.map((index) => {
    const startMs = Math.round(index * periodMs);
    return { startMs, endMs: startMs + periodMs, value: 7, provisional: false };
  });
}

function valuesOf(periodMs: number, indexes: readonly number[]) {
  const axis = { from: 0, to: 10, secondOf: (ms: number) => Math.round(ms) / 1_000 };
  const points = pointsOf(periodMs, indexes);
  const line = { label: 'a', color: 0, points, valueOf: () => 7 } as const;
  const chart = periodChart({ id: 'a', title: 'a', caption: 'a', format: 'count' } as never, axis, [
    line as never,
  ]);
  return chart.series[0]!.values;
}

test.each([10_000 / 12, 10_000 / 7, 1_000, 5_000])(
  'datapoints in a row make an unbroken line (a period of %d ms)',
  (periodMs) => {
    const indexes = Array.from({ length: Math.floor(10_000 / periodMs) }, (_, index) => index);
    const values = valuesOf(periodMs, indexes);
    expect(values.slice(0, values.lastIndexOf(7)).every((value) => value === 7)).toBe(true);
  },
);

test('a missing datapoint is a gap', () => {
  expect(valuesOf(1_000, [0, 1, 3])).toEqual([7, 7, null, 7, null, null]);
});
