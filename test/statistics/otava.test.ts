import { describe, expect, it } from 'vitest';
import { changePoints } from '../../src/statistics/change-points.ts';
import { madeUpSeries } from './made-up-series.ts';
import { askOtava, hasOtava } from './otava.ts';

const CONSTANT = [2, 3, 20, 120].map((length) => ({
  name: `${length} equal values`,
  values: Array.from({ length }, () => 42),
}));
const series = [...madeUpSeries(100), ...CONSTANT];

describe.skipIf(!hasOtava())('the same change points as Apache Otava', () => {
  it.each([{}, { minMagnitude: 0.02 }, { window: 20, maxPValue: 0.05, minMagnitude: 0.005 }])(
    'with %o',
    (options) => {
      const theirs = askOtava(
        series.map(({ values }) => values),
        options,
      );
      const found = series.map(({ name, values }, index) => {
        const ours = changePoints(values, options);
        const same = theirs[index]!;
        expect(
          ours.map((point) => point.index),
          name,
        ).toEqual(same.map((point) => point.index));
        ours.forEach((point, place) => {
          const other = same[place]!;
          // Where almost nothing varies, p is a matter of the last digit of a sum.
          const tolerance = Math.max(1e-9 * other.pValue, 1e-30);
          expect(Math.abs(point.pValue - other.pValue), name).toBeLessThanOrEqual(tolerance);
          expect(point.meanBefore, name).toBeCloseTo(other.meanBefore, 9);
          expect(point.meanAfter, name).toBeCloseTo(other.meanAfter, 9);
        });
        return ours.length;
      });
      // Agreeing that there is nothing would prove little.
      expect(found.filter((count) => count > 0).length).toBeGreaterThan(40);
    },
  );
});
