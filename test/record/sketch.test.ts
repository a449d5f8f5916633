import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DurationSketch, RELATIVE_ACCURACY } from '../../src/record/sketch.ts';

const durations = fc.array(fc.double({ min: 0.001, max: 100_000, noNaN: true }), {
  minLength: 1,
  maxLength: 300,
});

function sketchOf(values: readonly number[]): DurationSketch {
  const sketch = new DurationSketch();
  for (const value of values) sketch.accept(value);
  return sketch;
}

test('every quantile is within the stated accuracy of the true one', () => {
  fc.assert(
    fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
      const sorted = values.toSorted((a, b) => a - b);
      const truth = sorted[Math.floor(q * (sorted.length - 1))]!;
      const estimate = sketchOf(values).quantile(q)!;
      expect(Math.abs(estimate - truth)).toBeLessThanOrEqual(truth * RELATIVE_ACCURACY * 1.001);
    }),
  );
});

test('quantiles are monotone and within the extremes', () => {
  fc.assert(
    fc.property(durations, (values) => {
      const sketch = sketchOf(values);
      const quantiles = [0, 0.25, 0.5, 0.9, 0.99, 1].map((q) => sketch.quantile(q)!);
      expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
      expect(quantiles[0]).toBeGreaterThanOrEqual(sketch.min!);
      expect(quantiles.at(-1)).toBeLessThanOrEqual(sketch.max!);
    }),
  );
});

test('smooth quantiles are monotone, within the extremes, and in the bucket of the true one', () => {
  fc.assert(
    fc.property(durations, (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      const sketch = sketchOf(values);
      const shares = [0, 0.25, 0.5, 0.9, 0.99, 1];
      const quantiles = shares.map((q) => sketch.smoothQuantile(q)!);
      expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
      expect(quantiles[0]).toBeGreaterThanOrEqual(sketch.min!);
      expect(quantiles.at(-1)).toBeLessThanOrEqual(sketch.max!);
      for (const [index, q] of shares.entries()) {
        const truth = sorted[Math.floor(q * (sorted.length - 1))]!;
        const farthest = truth * 2 * RELATIVE_ACCURACY * 1.02;
        expect(Math.abs(quantiles[index]! - truth)).toBeLessThanOrEqual(farthest);
      }
    }),
  );
});

test('smooth quantiles tell a difference of a thousandth, which the steps of a sketch hide', () => {
  const spread = (factor: number) =>
    sketchOf(Array.from({ length: 10_000 }, (_, index) => factor * (50 + index / 100)));
  for (const q of [0.1, 0.5, 0.95, 0.99]) {
    const ratio = spread(1.001).smoothQuantile(q)! / spread(1).smoothQuantile(q)!;
    expect(ratio).toBeGreaterThan(1.0005);
    expect(ratio).toBeLessThan(1.0015);
  }
  expect(spread(1.001).quantile(0.5)).toBe(spread(1).quantile(0.5));
  expect(new DurationSketch().smoothQuantile(0.5)).toBeNull();
  expect(sketchOf([0, 0, 0, 5]).smoothQuantile(0.5)).toBe(0);
});

test('merging keeps a highest value just below 1 ms, in bucket 0, which the library takes for none', () => {
  const merged = sketchOf([0.001]).merge(sketchOf([0.001, 0.99]));
  expect(merged.quantile(1)).toBe(0.99);
});

test('merging is order-independent and equals one sketch of all values', () => {
  fc.assert(
    fc.property(durations, durations, (left, right) => {
      const leftFirst = sketchOf(left).merge(sketchOf(right));
      const rightFirst = sketchOf(right).merge(sketchOf(left));
      const atOnce = sketchOf([...left, ...right]);
      for (const q of [0, 0.5, 0.95, 0.99, 1]) {
        expect(leftFirst.quantile(q)).toBe(atOnce.quantile(q));
        expect(rightFirst.quantile(q)).toBe(atOnce.quantile(q));
      }
      expect(leftFirst.count).toBe(atOnce.count);
    }),
  );
});

test('a sketch round-trips through its line', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 100 }),
      (values) => {
        const before = sketchOf(values);
        const after = DurationSketch.fromLine(JSON.parse(JSON.stringify(before.toLine())));
        expect(after.count).toBe(before.count);
        for (const q of [0, 0.5, 1]) {
          // Extremes go to disk in whole microseconds, and bound the quantiles.
          if (values.length > 0) expect(after.quantile(q)).toBeCloseTo(before.quantile(q)!, 2);
        }
      },
    ),
  );
});

test('an empty sketch has no quantiles', () => {
  const empty = new DurationSketch();
  expect([empty.quantile(0.5), empty.min, empty.max]).toEqual([null, null, null]);
});
