import { describe, expect, it } from 'vitest';
import { differenceOfShares } from '../../src/analysis/difference-of-shares.ts';

describe('differenceOfShares', () => {
  // Reference values: Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('of %i in %i and %i in %i runs from %f to %f', (a, m, b, n, low, high) => {
    const interval = differenceOfShares({ successes: a, trials: m }, { successes: b, trials: n });
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it('is unknown without trials on one side', () => {
    const none = { successes: 0, trials: 0 };
    expect(differenceOfShares(none, { successes: 1, trials: 2 })).toBeNull();
    expect(differenceOfShares({ successes: 1, trials: 2 }, none)).toBeNull();
  });
});
