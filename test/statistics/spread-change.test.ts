import { describe, expect, it } from 'vitest';
import { normal, uniform } from '../../bench/calibration/chance.ts';
import { quantile } from '../../src/statistics/order-statistics.ts';
import { type Distribution, spreadChange } from '../../src/statistics/spread-change.ts';

/** Runs differ in level, as real ones do: that alone must not count. */
function runs(count: number, seed: number, sigma = 0.3, slowTimes = 1): Distribution[] {
  const random = uniform(seed);
  return Array.from({ length: count }, () => {
    const level = 100 * Math.exp(0.2 * normal(random));
    const values = Array.from({ length: 1_000 }, (_, index) => {
      const slow = index % 50 === 0 ? slowTimes : 1;
      return level * slow * Math.exp(sigma * normal(random));
    });
    return { quantile: (share) => quantile(values, share) };
  });
}

describe('spreadChange', () => {
  it('sees a wider body, where the level says nothing', () => {
    const change = spreadChange(runs(5, 1), runs(5, 2, 0.4))!;
    expect(change.part).toBe('body');
    expect(change.pValue).toBeCloseTo(2 * 0.008, 3);
    expect(change.ratio.estimate).toBeGreaterThan(1.2);
    expect(change.ratio.interval!.low).toBeGreaterThan(1);
  });

  it('sees a longer tail of two requests in a hundred', () => {
    const change = spreadChange(runs(5, 1), runs(5, 2, 0.3, 5))!;
    expect(change.part).toBe('tail');
    expect(change.pValue).toBeLessThan(0.05);
  });

  it('takes a narrower spread for a change as well', () => {
    const change = spreadChange(runs(5, 1, 0.4), runs(5, 2))!;
    expect(change.ratio.interval!.high).toBeLessThan(1);
  });

  it('calls few equal sets different, though their levels differ', () => {
    const changed = Array.from(
      { length: 60 },
      (_, pair) => spreadChange(runs(5, 2 * pair), runs(5, 2 * pair + 1))!.pValue <= 0.05,
    );
    // At 5 %, eight or more come once in a hundred tries.
    expect(changed.filter(Boolean).length).toBeLessThan(8);
  });

  it('cannot show anything with four runs a side', () => {
    const { pValue, ratio } = spreadChange(runs(4, 1), runs(4, 2, 3))!;
    expect(pValue).toBeGreaterThan(0.05);
    expect(ratio.interval).toBe(null);
  });

  it('is silent where a run has no latency', () => {
    const empty: Distribution = { quantile: () => null };
    expect(spreadChange([empty, ...runs(4, 1)], runs(5, 2))).toBe(null);
    expect(() => spreadChange([], runs(5, 2))).toThrow('empty');
  });
});
