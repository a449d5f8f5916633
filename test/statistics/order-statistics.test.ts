import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantile } from '../../src/statistics/order-statistics.ts';

const VALUES = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1 });

describe('order statistics', () => {
  // As numpy.quantile has them.
  it.each([
    [[3], 3, 3],
    [[4, 1], 2.5, 1.75],
    [[1, 2, 3, 4], 2.5, 1.75],
    [[10, 1, 2, 3, 100], 3, 2],
  ])('of %j: median %d, quarter %d', (values, middle, quarter) => {
    expect(median(values)).toBe(middle);
    expect(quantile(values, 0.25)).toBe(quarter);
  });

  it('sort numbers as numbers, and leave them as they were', () => {
    const values = [100, 20, 3];
    expect(median(values)).toBe(20);
    expect(values).toEqual([100, 20, 3]);
  });

  it('a quantile of no values is an error', () => {
    expect(() => median([])).toThrow(/at least one value/);
  });

  it('quantiles grow with the share, from the least to the greatest', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(VALUES, share, share, (values, one, two) => {
        const [low, high] = [Math.min(one, two), Math.max(one, two)];
        expect(quantile(values, low)).toBeLessThanOrEqual(quantile(values, high) + 1e-9);
        expect(quantile(values, 0)).toBe(Math.min(...values));
        expect(quantile(values, 1)).toBe(Math.max(...values));
      }),
    );
  });
});
