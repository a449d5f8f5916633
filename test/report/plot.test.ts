import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AXIS_COLUMNS, renderPlot, roundUp } from '../../src/report/plot.ts';

const paint = (text: string): string => text;
const format = String;

it('draws a ramp from the lower left to the upper right', () => {
  const values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10];
  const plot = renderPlot([{ values, style: 'solid', paint }], { columns: 20, rows: 5, format });
  expect(plot).toEqual([
    '     10┤        ╭─',
    '       ┤      ╭─╯',
    '      5┤   ╭──╯',
    '       ┤ ╭─╯',
    '      0┤─╯',
  ]);
});

it('is exactly as high as requested and never wider, for any values', () => {
  const value = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }));
  fc.assert(
    fc.property(
      fc.array(fc.array(value, { maxLength: 60 }), { maxLength: 3 }),
      fc.integer({ min: AXIS_COLUMNS + 1, max: 80 }),
      fc.integer({ min: 2, max: 20 }),
      (series, columns, rows) => {
        const lines = series.map((values) => ({ values, style: 'dotted' as const, paint }));
        const plot = renderPlot(lines, { columns, rows, format });
        expect(plot).toHaveLength(rows);
        expect(Math.max(...plot.map((line) => line.length))).toBeLessThanOrEqual(columns);
      },
    ),
  );
});

it.each([
  [0, 1],
  [1, 1],
  [7, 8],
  [842, 1_000],
  [1_001, 1_500],
  [24_000, 25_000],
])('rounds the top of %d up to %d', (value, top) => {
  expect(roundUp(value)).toBe(top);
});
