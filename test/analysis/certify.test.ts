import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certainlyMissed, certify, minimumQueries } from '../../src/analysis/certify.ts';
import { DurationSketch } from '../../src/record/sketch.ts';

describe('minimumQueries', () => {
  // The table of MLPerf LoadGen's early stopping, p99 at a confidence of 0.99.
  it.each([
    [0, 459],
    [1, 662],
    [10, 2_010],
    [50, 6_898],
    [100, 12_571],
  ])('with %i queries over the bound asks for %i', (overBound, queries) => {
    expect(minimumQueries(99, 0.99, overBound)).toBe(queries);
  });

  it('asks for more the higher the percentile, the confidence and the queries over the bound', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: 98 }),
        fc.double({ min: 0.55, max: 0.98, noNaN: true }),
        fc.integer({ min: 0, max: 200 }),
        (percentile, confidence, over) => {
          const queries = minimumQueries(percentile, confidence, over);
          expect(minimumQueries(percentile + 1, confidence, over)).toBeGreaterThanOrEqual(queries);
          expect(minimumQueries(percentile, confidence + 0.01, over)).toBeGreaterThanOrEqual(
            queries,
          );
          expect(minimumQueries(percentile, confidence, over + 1)).toBeGreaterThan(queries);
        },
      ),
    );
  });
});

describe('certify', () => {
  const exactly = (over: number) => ({ atLeast: over, atMost: over });

  it.each([
    [459, exactly(0), { state: 'met' }],
    [458, exactly(0), { state: 'open', stillNeeded: 1 }],
    [0, exactly(0), { state: 'open', stillNeeded: 459 }],
    [10_000, exactly(200), { state: 'missed' }],
    [10_000, exactly(100), { state: 'open', stillNeeded: 2_571 }],
    [10_000, { atLeast: 0, atMost: 10_000 }, { state: 'within-resolution' }],
    [10_000, { atLeast: 20, atMost: 100 }, { state: 'within-resolution' }],
  ] as const)('of %i queries, %o over the bound: %o', (n, over, expected) => {
    expect(certify(99, 0.99, n, over)).toEqual(expected);
  });

  it('never calls a bound both met and missed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 0, max: 400 }),
        (n, over) => {
          const met = n >= minimumQueries(99, 0.99, over);
          expect(met && certainlyMissed(99, 0.99, over, n)).toBe(false);
        },
      ),
    );
  });
});

describe('counting over a bound in a sketch', () => {
  it('holds the true count between its two counts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 20_000, noNaN: true }), {
          minLength: 1,
          maxLength: 200,
        }),
        fc.double({ min: 0, max: 20_000, noNaN: true }),
        (values, bound) => {
          const sketch = new DurationSketch();
          for (const value of values) sketch.accept(value);
          const { atLeast, atMost } = sketch.countAbove(bound);
          const truth = values.filter((value) => value > bound).length;
          expect(atLeast).toBeLessThanOrEqual(truth);
          expect(atMost).toBeGreaterThanOrEqual(truth);
          const near = values.filter((value) => value > bound * 0.979 && value < bound * 1.021);
          expect(atMost - atLeast).toBeLessThanOrEqual(near.length);
        },
      ),
    );
  });

  it.each([
    ['an empty one', [], 10, 0, 0],
    ['all of them at the bound', [10, 10, 10], 10, 0, 0],
    ['all of them over', [11, 12], 10, 2, 2],
    ['a zero and a bound of zero', [0, 5], 0, 1, 1],
  ])('is exact for %s', (_what, values, bound, atLeast, atMost) => {
    const sketch = new DurationSketch();
    for (const value of values) sketch.accept(value);
    expect(sketch.countAbove(bound)).toEqual({ atLeast, atMost });
    expect(DurationSketch.fromLine(sketch.toLine()).countAbove(bound)).toEqual({ atLeast, atMost });
  });
});
