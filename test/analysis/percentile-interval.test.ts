import { randomLcg } from 'd3-random';
import { describe, expect, it } from 'vitest';
import { percentileInterval } from '../../src/analysis/percentile-interval.ts';
import { latencyWindow } from '../../src/analysis/waves.ts';
import { DurationSketch } from '../../src/record/sketch.ts';

function windowOf(count: number, values: (second: number) => number[]) {
  const all = new DurationSketch();
  const slices = Array.from({ length: count }, (_, second) => {
    const slice = new DurationSketch();
    for (const value of values(second)) slice.accept(value);
    all.merge(slice);
    return slice;
  });
  return latencyWindow(slices, all);
}
/** Between 0 and 100 ms, each value as likely as any other, at a level that changes every so often. */
const uniform = (seed: number, count: number, level: (second: number) => number = () => 1) => {
  const random = randomLcg(seed);
  for (let discard = 0; discard < 10; discard += 1) random();
  return windowOf(count, (second) =>
    Array.from({ length: 20 }, () => 100 * random() * level(second)),
  );
};

describe('percentileInterval', () => {
  it('is a point when all requests took as long', () => {
    const interval = percentileInterval(
      windowOf(600, () => [25, 25, 25]),
      99,
    );
    expect(interval).toEqual({ low: 25, high: 25 });
  });

  it('holds the true percentile of independent requests about as often as it says', () => {
    const held = Array.from({ length: 100 }, (_, run) => {
      const interval = percentileInterval(uniform((run + 1) / 101, 150), 90)!;
      // The sketch knows a value to 1 %.
      return interval.low * 0.99 <= 90 && interval.high * 1.01 >= 90;
    }).filter(Boolean).length;
    expect(held).toBeGreaterThanOrEqual(92);
  });

  it('is wider where neighbours are alike than where the same seconds are mixed', () => {
    const width = (level: (second: number) => number) => {
      const { low, high } = percentileInterval(uniform(0.4, 1_200, level), 90)!;
      return high - low;
    };
    const alike = width((second) => (Math.floor(second / 20) % 3 === 0 ? 1.5 : 1));
    const mixed = width((second) => ((second * 7) % 60 < 20 ? 1.5 : 1));
    expect(alike).toBeGreaterThan(1.5 * mixed);
  });

  it('lies within what was seen', () => {
    const { low, high } = percentileInterval(uniform(0.7, 600), 99)!;
    expect(low).toBeLessThanOrEqual(high);
    expect(high).toBeLessThanOrEqual(100);
  });

  it.each([
    ['too short a run', 119, () => 1],
    ['too few looks', 600, (second: number) => 1 + Math.floor(second / 100)],
    ['nothing that ended', 600, null],
  ] as const)('is unknown for %s', (_what, seconds, level) => {
    const window = level === null ? windowOf(seconds, () => []) : uniform(0.2, seconds, level);
    expect(percentileInterval(window, 90)).toBeNull();
  });

  it('is unknown for what is rarer than the run is long', () => {
    expect(percentileInterval(uniform(0.3, 300), 99)).toBeNull();
    expect(percentileInterval(uniform(0.3, 400), 99)).not.toBeNull();
  });
});
