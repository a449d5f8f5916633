import { randomLcg } from 'd3-random';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentileInterval } from '../../src/analysis/block-bootstrap.ts';
import { DurationSketch } from '../../src/record/sketch.ts';

const slices = (count: number, values: (second: number) => number[]) =>
  Array.from({ length: count }, (_, second) => {
    const sketch = new DurationSketch();
    for (const value of values(second)) sketch.accept(value);
    return sketch;
  });
/** Between 0 and 100 ms, each value as likely as any other. */
const uniform = (seed: number, count: number) => {
  const random = randomLcg(seed);
  for (let discard = 0; discard < 10; discard += 1) random();
  return slices(count, () => Array.from({ length: 20 }, () => 100 * random()));
};

describe('percentileInterval', () => {
  it('is a point when all requests took as long', () => {
    const interval = percentileInterval(
      slices(60, () => [25, 25, 25]),
      99,
    );
    expect(interval).toEqual({ low: 25, high: 25 });
  });

  it('is the same for the same seed, and changes none of the slices', () => {
    const seconds = uniform(0.3, 60);
    const before = seconds.map((slice) => slice.count);
    expect(percentileInterval(seconds, 95)).toEqual(percentileInterval(seconds, 95));
    expect(seconds.map((slice) => slice.count)).toEqual(before);
  });

  it('holds the true percentile of independent requests about as often as it says', () => {
    const held = Array.from({ length: 100 }, (_, run) => {
      const interval = percentileInterval(uniform((run + 1) / 101, 60), 90, { resamples: 100 })!;
      // The sketch knows a value to 1 %.
      return interval.low * 0.99 <= 90 && interval.high * 1.01 >= 90;
    }).filter(Boolean).length;
    expect(held).toBeGreaterThanOrEqual(88);
  });

  it('is wider where neighbours are alike than where the same seconds are shuffled', () => {
    const slow = (second: number) => Math.floor(second / 20) % 3 === 0;
    const alike = slices(240, (second) =>
      Array.from({ length: 20 }, () => (slow(second) ? 90 : 10)),
    );
    const mixed = slices(240, (second) =>
      Array.from({ length: 20 }, () => ((second * 7) % 12 < 4 ? 90 : 10)),
    );
    const share = 66;
    const width = (seconds: DurationSketch[]) => {
      const { low, high } = percentileInterval(seconds, share)!;
      return high - low;
    };
    expect(width(alike)).toBeGreaterThanOrEqual(width(mixed));
    const mean = (seconds: DurationSketch[], seed: number) =>
      percentileInterval(seconds, 60, { seed })!.high;
    expect(mean(alike, 1)).toBeGreaterThan(mean(mixed, 1));
  });

  it('lies between the least and the greatest value', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: 1, max: 1_000, noNaN: true }), { maxLength: 5 }), {
          minLength: 20,
          maxLength: 60,
        }),
        fc.integer({ min: 1, max: 99 }),
        (values, percentile) => {
          const all = values.flat();
          const interval = percentileInterval(
            slices(values.length, (second) => values[second]!),
            percentile,
            { resamples: 20 },
          );
          if (all.length === 0) expect(interval).toBeNull();
          if (interval === null) return;
          expect(interval.low).toBeLessThanOrEqual(interval.high);
          expect(interval.low).toBeGreaterThanOrEqual(Math.min(...all));
          expect(interval.high).toBeLessThanOrEqual(Math.max(...all));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is unknown for too few seconds, and for none with an answer', () => {
    expect(
      percentileInterval(
        slices(19, () => [1]),
        99,
      ),
    ).toBeNull();
    expect(
      percentileInterval(
        slices(60, () => []),
        99,
      ),
    ).toBeNull();
  });
});
