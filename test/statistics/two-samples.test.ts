import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kolmogorovSmirnov } from '../../bench/comparison/kolmogorov-smirnov.ts';
import { ansariBradley } from '../../src/statistics/ansari-bradley.ts';
import { mannWhitney, smallestPValue } from '../../src/statistics/mann-whitney.ts';
import { ratioInterval, shiftInterval } from '../../src/statistics/shift.ts';

/** Few different numbers, so that ties are common; quarters, so that sums and products are exact. */
const SAMPLE = fc.array(
  fc.integer({ min: 1, max: 30 }).map((quarters) => quarters / 4),
  { minLength: 1, maxLength: 9 },
);
const ALPHA = 0.05;

const TESTS = { mannWhitney, kolmogorovSmirnov };

describe.each(Object.entries(TESTS))('%s', (_name, test) => {
  it('has the same p either way round', () => {
    fc.assert(
      fc.property(SAMPLE, SAMPLE, (one, two) => {
        expect(test(one, two).pValue).toBeCloseTo(test(two, one).pValue, 12);
      }),
    );
  });

  it('sees the order of values only', () => {
    fc.assert(
      fc.property(SAMPLE, SAMPLE, (one, two) => {
        const changed = (values: number[]) => values.map((value) => 8 * value ** 3 - 5);
        expect(test(changed(one), changed(two))).toEqual(test(one, two));
      }),
    );
  });

  it('finds nothing between a sample and itself', () => {
    fc.assert(
      fc.property(SAMPLE, (one) => {
        expect(test(one, one).pValue).toBe(1);
      }),
    );
  });

  it.each([
    [[], [1], 'Sample 1 of 2 is empty'],
    [[1], [2, Number.NaN], 'Sample 2 of 2 has NaN at index 1'],
  ])('%j and %j are no samples', (one, two, message) => {
    expect(() => test(one, two)).toThrow(message);
  });
});

describe('mannWhitney', () => {
  it.each([
    [3, 0.1],
    [4, 0.029],
    [5, 0.008],
  ])('with %i runs a side has no p below %d', (size, least) => {
    const low = Array.from({ length: size }, (_, index) => index);
    const { pValue, method } = mannWhitney(
      low,
      low.map((value) => value + 100),
    );
    expect(method).toBe('exact');
    expect(pValue).toBeCloseTo(least, 3);
    expect(pValue).toBeCloseTo(smallestPValue(size, size), 12);
  });

  it('never says anything of one against one', () => {
    expect(smallestPValue(1, 1)).toBe(1);
    expect(mannWhitney([1], [1_000]).pValue).toBe(1);
  });

  it('finds nothing where all values are equal, however many', () => {
    const same = Array.from({ length: 100 }, () => 7);
    expect(mannWhitney(same, same)).toEqual({ u: 5_000, pValue: 1, method: 'normal' });
  });

  it('approximates what it no longer counts', () => {
    const one = Array.from({ length: 28 }, (_, index) => (index * 37) % 101);
    const two = Array.from({ length: 28 }, (_, index) => ((index * 53) % 97) + 15);
    const exact = mannWhitney(one, two);
    const many = mannWhitney([...one, 50], [...two, 50]);
    expect([exact.method, many.method]).toEqual(['exact', 'normal']);
    expect(many.pValue).toBeCloseTo(exact.pValue, 1);
  });
});

describe('kolmogorovSmirnov', () => {
  it('sees a spread that changed where the ranks are even', () => {
    const narrow = Array.from({ length: 40 }, (_, index) => index / 100 - 0.195);
    const wide = narrow.map((value) => 10 * value);
    expect(mannWhitney(narrow, wide).pValue).toBeGreaterThan(0.9);
    expect(kolmogorovSmirnov(narrow, wide).pValue).toBeLessThan(0.001);
  });

  it('takes the limit beyond ten million pairs, close to the exact p', () => {
    const sample = (size: number) =>
      Array.from({ length: size }, (_, index) => ((index * 7_919) % 10_007) / 10_007);
    const exact = kolmogorovSmirnov(
      sample(3_100),
      sample(3_200).map((value) => value + 0.03),
    );
    const large = kolmogorovSmirnov(
      sample(3_200),
      sample(3_200).map((value) => value + 0.03),
    );
    expect([exact.method, large.method]).toEqual(['exact', 'asymptotic']);
    expect(large.pValue / exact.pValue).toBeGreaterThan(0.5);
    expect(large.pValue / exact.pValue).toBeLessThan(1.5);
  });
});

describe('ansariBradley', () => {
  it('is turned round with the samples and with the order of values', () => {
    fc.assert(
      fc.property(SAMPLE, SAMPLE, (one, two) => {
        const { pValue } = ansariBradley(one, two);
        const mirrored = (values: number[]) => values.map((value) => -3 * value);
        expect(ansariBradley(two, one).pValue).toBeCloseTo(pValue, 12);
        expect(ansariBradley(mirrored(one), mirrored(two)).pValue).toBeCloseTo(pValue, 12);
      }),
    );
  });

  it('sees with five runs a side what the others do not', () => {
    const narrow = [98, 99, 100, 101, 102];
    const wide = [80, 90, 105, 110, 120];
    expect(ansariBradley(narrow, wide).pValue).toBeLessThan(0.05);
    expect(mannWhitney(narrow, wide).pValue).toBeGreaterThan(0.5);
    expect(kolmogorovSmirnov(narrow, wide).pValue).toBeGreaterThan(0.2);
  });

  it('approximates many values, where equal spreads are equal', () => {
    const values = Array.from({ length: 200 }, (_, index) => index);
    const { pValue, method } = ansariBradley(values, values);
    expect([pValue, method]).toEqual([1, 'normal']);
    const wide = values.map((value) => 2 * value - 100);
    expect(ansariBradley(values, wide).pValue).toBeLessThan(0.001);
  });
});

describe('intervals', () => {
  it.each([
    [3, 0.95, null],
    [4, 0.95, { low: 97, high: 103 }],
    [4, 0.99, null],
    [5, 0.99, { low: 96, high: 104 }],
    [5, 0.95, { low: 97, high: 103 }],
  ])('%i runs a side at %d: %j', (size, confidence, interval) => {
    const low = Array.from({ length: size }, (_, index) => index);
    const high = low.map((value) => value + 100);
    expect(shiftInterval(low, high, confidence)).toEqual({ estimate: 100, interval });
  });

  it('show a change exactly where the test does', () => {
    fc.assert(
      fc.property(SAMPLE, SAMPLE, (base, candidate) => {
        const isSignificant = mannWhitney(base, candidate).pValue <= ALPHA;
        const shift = shiftInterval(base, candidate).interval;
        const ratio = ratioInterval(base, candidate)!.interval;
        for (const [interval, nothing] of [
          [shift, 0],
          [ratio, 1],
        ] as const) {
          if (interval === null) continue;
          if (isSignificant) {
            expect(interval.low < nothing && nothing < interval.high).toBe(false);
          } else {
            expect(interval.low).toBeLessThanOrEqual(nothing);
            expect(interval.high).toBeGreaterThanOrEqual(nothing);
          }
        }
        if (isSignificant) expect(shift).not.toBe(null);
      }),
      { numRuns: 1_000 },
    );
  });

  it('hold the estimate, and widen with the confidence', () => {
    fc.assert(
      fc.property(SAMPLE, SAMPLE, (base, candidate) => {
        const { estimate, interval } = shiftInterval(base, candidate);
        if (interval === null) return;
        expect(estimate).toBeGreaterThanOrEqual(interval.low);
        expect(estimate).toBeLessThanOrEqual(interval.high);
        const narrow = shiftInterval(base, candidate, 0.8).interval!;
        expect(narrow.low).toBeGreaterThanOrEqual(interval.low);
        expect(narrow.high).toBeLessThanOrEqual(interval.high);
      }),
    );
  });

  it('move with the values, whatever their unit', () => {
    fc.assert(
      fc.property(SAMPLE, SAMPLE, fc.integer({ min: 1, max: 64 }), (base, candidate, factor) => {
        const scale = (values: number[]) => values.map((value) => factor * value);
        const plain = shiftInterval(base, candidate);
        const moved = shiftInterval(
          base,
          candidate.map((value) => value + 2),
        );
        expect(moved.estimate).toBe(plain.estimate + 2);
        expect(moved.interval?.low).toBe(plain.interval ? plain.interval.low + 2 : undefined);
        expect(shiftInterval(scale(base), scale(candidate)).interval?.high).toBe(
          plain.interval ? plain.interval.high * factor : undefined,
        );
        expect(ratioInterval(scale(base), scale(candidate))).toEqual(
          ratioInterval(base, candidate),
        );
      }),
    );
  });

  it('are turned round with the samples', () => {
    fc.assert(
      fc.property(SAMPLE, SAMPLE, (base, candidate) => {
        const there = shiftInterval(base, candidate);
        const back = shiftInterval(candidate, base);
        expect(back.estimate).toBeCloseTo(-there.estimate, 12);
        expect(back.interval).toEqual(
          there.interval && { low: 0 - there.interval.high, high: 0 - there.interval.low },
        );
      }),
    );
  });

  it('a ratio says nothing where a value is not positive', () => {
    expect(ratioInterval([0, 1, 2, 3, 4], [1, 2, 3, 4, 5])).toBe(null);
    expect(shiftInterval([0, 1, 2, 3, 4], [1, 2, 3, 4, 5]).estimate).toBe(1);
  });
});
