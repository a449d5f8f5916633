import { randomLcg } from 'd3-random';
import { describe, expect, it } from 'vitest';
import { normal, uniform } from '../../bench/calibration/chance.ts';
import { singleRow } from '../../bench/comparison/single-runs.ts';
import { autocorrelationTime, blockLength } from '../../src/statistics/autocorrelation.ts';
import { intervalWithin, type SecondsOfRun } from '../../src/statistics/block-bootstrap.ts';
import { intervalOfChange } from '../../src/statistics/interval-of-change.ts';

function wandering(seconds: number, rho: number, seed: number): number[] {
  const random = uniform(seed);
  let level = 0;
  return Array.from({ length: seconds }, () => {
    level = rho * level + normal(random);
    return 100 + level;
  });
}

function meanOf(levels: readonly number[]): SecondsOfRun {
  return {
    levels,
    statistic: (chosen) => chosen.reduce((sum, at) => sum + levels[at]!, 0) / chosen.length,
  };
}

const ask = (run: SecondsOfRun, seed = 1) => intervalWithin(run, { random: randomLcg(seed) });

describe('the interval within a run', () => {
  it('repeats itself with the same seed', () => {
    const run = meanOf(wandering(300, 0.5, 1));
    expect(ask(run)).toEqual(ask(run));
    expect(ask(run)).not.toEqual(ask(run, 2));
  });

  it('is as wide as theory says where seconds are independent', () => {
    const { low, high } = ask(meanOf(wandering(900, 0, 1)))!;
    expect(high - low).toBeGreaterThan((0.9 * 2 * 1.96) / Math.sqrt(900));
    expect(high - low).toBeLessThan((1.15 * 2 * 1.96) / Math.sqrt(900));
  });

  it('takes longer blocks, so fewer, and is wider, the longer seconds are alike', () => {
    const found = [0, 0.5, 0.9].map((rho) => ask(meanOf(wandering(900, rho, 1)))!);
    const widths = found.map(({ low, high }) => high - low);
    expect(widths).toEqual(widths.toSorted((left, right) => left - right));
    const blocks = found.map((one) => one.blocks);
    expect(blocks).toEqual(blocks.toSorted((left, right) => right - left));
  });

  it('is not stated where the seconds are alike throughout, or have no value', () => {
    expect(ask(meanOf(Array.from({ length: 60 }, (_, second) => second)))).toBe(null);
    expect(ask({ levels: [0, 0, 0, 0], statistic: () => null })).toBe(null);
  });
});

describe('the interval of a change', () => {
  const [from, to] = [
    { value: 10, low: 8, high: 11 },
    { value: 20, low: 17, high: 24 },
  ];

  it('adds the squares of the halves that face each other', () => {
    const { low, high } = intervalOfChange(from, to, 'difference')!;
    expect(low).toBeCloseTo(10 - Math.hypot(3, 1));
    expect(high).toBeCloseTo(10 + Math.hypot(4, 2));
  });

  it('of a ratio is that of the logarithms, and needs positive values', () => {
    const { low, high } = intervalOfChange(from, to, 'ratio')!;
    expect(low).toBeCloseTo(2 * Math.exp(-Math.hypot(Math.log(20 / 17), Math.log(11 / 10))));
    expect(high).toBeCloseTo(2 * Math.exp(Math.hypot(Math.log(24 / 20), Math.log(10 / 8))));
    expect(intervalOfChange({ ...from, low: 0 }, to, 'ratio')).toBe(null);
  });

  // Of 150 at 91 %, fewer than 127 come once in two hundred tries.
  it.each([0, 0.5, 0.8, 0.9])('mostly holds the truth of a mean at rho %d', (rho) => {
    let covered = 0;
    for (let pair = 0; pair < 150; pair += 1) {
      const random = randomLcg(pair);
      const [one, other] = [0, 1].map((run) => {
        const found = intervalWithin(meanOf(wandering(300, rho, 2 * pair + run)), {
          random,
          resamples: 200,
        })!;
        return { ...found, value: found.seen };
      });
      const { low, high } = intervalOfChange(one!, other!, 'difference')!;
      if (low <= 0 && 0 <= high) covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(127);
  });

  // Of 40 at 90 %, fewer than 31 come once in two hundred tries.
  it('mostly holds the truth of a percentile where the level wanders over ten seconds', () => {
    const { covered, stated } = singleRow({ rho: 0.8, spread: 0.1, seconds: 120 }, 99, 40);
    expect(stated).toBeGreaterThan(0.9);
    expect(covered * stated * 40).toBeGreaterThanOrEqual(31);
  });
});

describe('block length', () => {
  it('is that of theory for a long AR(1) series', () => {
    const [rho, length] = [0.8, 20_000];
    const values = wandering(length, rho, 3);
    expect(autocorrelationTime(values)).toBeCloseTo((1 + rho) / (1 - rho), -0.5);
    const theory = Math.cbrt((6 * rho ** 2 * length) / (1 - rho ** 2) ** 2);
    expect(blockLength(values) / theory).toBeGreaterThan(0.8);
    expect(blockLength(values) / theory).toBeLessThan(1.25);
  });

  it('is one for equal values, and never more than a third of them', () => {
    expect(blockLength([5, 5, 5, 5, 5, 5])).toBe(1);
    expect(blockLength(Array.from({ length: 30 }, (_, at) => at))).toBeLessThanOrEqual(10);
  });
});
