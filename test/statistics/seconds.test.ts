import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normal, uniform } from '../../bench/calibration/chance.ts';
import { DurationSketch } from '../../src/record/sketch.ts';
import { CountedSeconds, geometricCuts } from '../../src/statistics/seconds.ts';

const SECONDS = 40;

function sketches(): DurationSketch[] {
  const random = uniform(4);
  return Array.from({ length: SECONDS }, (_, second) => {
    const sketch = new DurationSketch();
    // Every tenth second saw nothing.
    for (let at = 0; at < (second % 10 === 3 ? 0 : 100); at += 1) {
      sketch.accept((50 + second) * Math.exp(0.5 * normal(random)));
    }
    return sketch;
  });
}

describe('the seconds of a run, counted', () => {
  const seconds = sketches();
  const counted = new CountedSeconds(seconds, geometricCuts(1, 2_000));

  it('have the percentile of their merged sketches, within 3 %, whichever are chosen', () => {
    const chosen = fc.array(fc.nat(SECONDS - 1), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(chosen, fc.constantFrom(0.5, 0.9, 0.99), (indices, share) => {
        const merged = new DurationSketch();
        for (const index of indices) merged.merge(seconds[index]!);
        const quantile = counted.quantile(share, Uint32Array.from(indices));
        if (merged.count === 0) {
          expect(quantile).toBe(null);
        } else {
          // A sketch takes the value at a rank, this one the share: ranks next to it may be far apart.
          const beside = 1.5 / merged.count;
          expect(quantile! / merged.quantile(Math.max(0, share - beside))!).toBeGreaterThan(0.97);
          expect(quantile! / merged.quantile(Math.min(1, share + beside))!).toBeLessThan(1.03);
        }
      }),
    );
  });

  it('deviate from the share of all in sum by nothing', () => {
    const excess = counted.excess(0.9);
    expect(excess).toHaveLength(SECONDS);
    expect(excess.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 6);
    // Later seconds are slower.
    expect(excess.at(-1)).toBeGreaterThan(excess[0]!);
    expect(excess[3]).toBe(0);
  });

  it('never pass the ends of the cuts', () => {
    const few = new CountedSeconds(seconds, geometricCuts(60, 61));
    const all = Uint32Array.from({ length: SECONDS }, (_, at) => at);
    expect(few.quantile(0.01, all)).toBe(60);
    expect(few.quantile(0.99, all)).toBeCloseTo(61, 9);
  });
});

it.each([
  [1, 2, 1.5, 3],
  [10, 10, 1.02, 2],
  [1, 1_000, 1.02, 350],
])('cuts from %d to %d by %d: %i', (low, high, step, count) => {
  const cuts = geometricCuts(low, high, step);
  expect(cuts).toHaveLength(count);
  expect([cuts[0], cuts.at(-1)]).toEqual([low, expect.closeTo(high, 9)]);
  for (let at = 1; at < cuts.length; at += 1) {
    expect(cuts[at]! / cuts[at - 1]!).toBeLessThanOrEqual(step + 1e-12);
  }
});
