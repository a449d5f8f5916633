import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Distribution } from '../../src/simulation/distribution.ts';
import { extendedStatistic, extendedValue } from '../../src/simulation/extended-statistics.ts';
import { merge, statisticNamed } from '../../src/simulation/statistics.ts';

/** 1, 2, ... 100, once each. */
const HUNDRED = Array.from({ length: 100 }, (_, i) => ({ value: i + 1, count: 1 }));

describe('of the numbers from 1 to 100', () => {
  test.each([
    ['p50', 50],
    ['p99', 99],
    ['p99.9', 100],
    ['p0', 1],
    ['p100', 100],
    ['tm90', 45.5],
    ['TM(10%:90%)', 50.5],
    ['TM(20:30)', 25],
    ['tc90', 90],
    ['TC(50:)', 51],
    ['ts10', 55],
    ['TS(:3)', 6],
    ['PR(:30)', 30],
    ['PR(91:100)', 10],
    ['wm98', 50.47],
    ['IQM', 50.5],
  ])('%s is %d', (name, expected) => {
    expect(extendedValue(extendedStatistic(name)!, HUNDRED)).toBeCloseTo(expected, 9);
  });
});

test.each(['p', 'p101', 'Average', 'PR(1%:2%)', 'TM(:)', 'TM(a:b)', 'q99', 'TM(1..2:3)'])(
  '%s is no extended statistic',
  (name) => expect(extendedStatistic(name)).toBeUndefined(),
);

const values = fc.array(
  fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e9, noNaN: true }), fc.integer()),
  { minLength: 1, maxLength: 300 },
);
const aggregateOf = (all: readonly number[]) => {
  const distribution = new Distribution();
  for (const value of all) distribution.add(value);
  const sum = all.reduce((a, b) => a + b, 0);
  return { sum, count: all.length, min: Math.min(...all), max: Math.max(...all), distribution };
};

test('a percentile is right to 1 % at any scale, and merging changes nothing', () => {
  fc.assert(
    fc.property(values, values, fc.integer({ min: 0, max: 100 }), (first, second, percent) => {
      const both = [...first, ...second].toSorted((a, b) => a - b);
      const exact = both[Math.max(0, Math.ceil((both.length * percent) / 100) - 1)]!;
      const merged = merge(aggregateOf(first), aggregateOf(second));
      const value = statisticNamed(merged, `p${percent}`);
      expect(Math.abs(value - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.01 + 1e-9);
    }),
  );
});
