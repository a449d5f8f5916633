import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certify, metInRun, minimumQueries } from '../../src/analysis/certify.ts';
import { latencyWindow } from '../../src/analysis/waves.ts';
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

const sketchOf = (values: readonly number[]) => {
  const sketch = new DurationSketch();
  for (const value of values) sketch.accept(value);
  return sketch;
};

describe('metInRun', () => {
  const p99 = { percentile: 99, maxMs: 50 };
  const run = (requests: number, over: number, overMs = 90) =>
    metInRun(
      sketchOf(Array.from({ length: requests }, (_, index) => (index < over ? overMs : 10))),
      p99,
    );

  it.each([
    [100, 0, 'met'],
    [100, 1, 'met'],
    [100, 2, 'missed'],
    [55_031, 550, 'met'],
    [55_031, 551, 'missed'],
    [99, 0, 'too-few'],
    [0, 0, 'too-few'],
  ])('of %i requests, %i over the bound: %s', (requests, over, expected) => {
    expect(run(requests, over)).toBe(expected);
  });

  it('does not decide what the sketch cannot tell apart', () => {
    // The others keep the sketch from knowing by its extremes.
    const values = Array.from({ length: 100 }, (_, index) => (index < 2 ? 50.1 : 10));
    expect(metInRun(sketchOf([...values, 49.9]), p99)).toBe('within-resolution');
  });
});

describe('certify', () => {
  /** Latencies around 20 ms; `slow` says how many of the hundred of a second took 90 ms. */
  const judge = (
    seconds: number,
    slow: (second: number) => number,
    { maxMs = 50, slowMs = 90, level = (_second: number): number => 1 } = {},
  ) => {
    const slices = Array.from({ length: seconds }, (_, second) =>
      sketchOf(
        Array.from({ length: 100 }, (_, request) =>
          request < slow(second)
            ? slowMs
            : level(second) * (18 + ((request * 7 + second) % 50) / 10),
        ),
      ),
    );
    const all = slices.reduce((sum, slice) => sum.merge(slice), sketchOf([]));
    return certify(latencyWindow(slices, all), { percentile: 99, maxMs }, 0.99);
  };

  it.each<[string, number, (second: number) => number, object]>([
    ['nothing over it, for long enough', 459, () => 0, { state: 'met' }],
    ['nothing over it, for a second too little', 458, () => 0, { state: 'open', moreSeconds: 1 }],
    ['nothing over it, for a minute', 60, () => 0, { state: 'open', moreSeconds: 399 }],
    ['a few over it, evenly', 600, (second) => (second % 3 === 0 ? 1 : 0), { state: 'met' }],
    ['many over it, evenly', 200, () => 3, { state: 'missed' }],
    ['many over it, in too short a time', 60, () => 3, { state: 'open', moreSeconds: null }],
    ['as many over it in bursts', 200, (second) => (second % 100 < 3 ? 100 : 0), { state: 'open' }],
    ['few over it, but in one burst', 600, (second) => (second < 3 ? 100 : 0), { state: 'open' }],
  ])('with %s', (_what, seconds, slow, expected) => {
    expect(judge(seconds, slow)).toMatchObject(expected);
  });

  it('says nothing of the system where latency moves in long waves', () => {
    const level = (second: number) => (Math.floor(second / 60) % 2 === 0 ? 1 : 1.5);
    const said = judge(600, () => 0, { level });
    expect(said).toMatchObject({ state: 'open' });
    expect((said as { moreSeconds: number }).moreSeconds).toBeGreaterThan(200);
  });

  it('does not decide what the sketch cannot tell apart', () => {
    expect(judge(600, () => 3, { maxMs: 90.5, slowMs: 90.4 })).toEqual({ state: 'met' });
    const mixed = (second: number) => (second % 2 === 0 ? 6 : 0);
    expect(judge(600, mixed, { maxMs: 22.5 })).toEqual({ state: 'missed' });
    expect(judge(600, () => 0, { maxMs: 22.85 })).toEqual({ state: 'within-resolution' });
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
