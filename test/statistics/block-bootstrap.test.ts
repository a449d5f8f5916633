import { randomLcg } from 'd3-random';
import { describe, expect, it } from 'vitest';
import { normal, uniform } from '../../bench/calibration/chance.ts';
import { singleRow } from '../../bench/comparison/single-runs.ts';
import { autocorrelationTime, blockLength } from '../../src/statistics/autocorrelation.ts';
import { blockBootstrapInterval, type SecondsOfRun } from '../../src/statistics/block-bootstrap.ts';

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

const ask = (base: SecondsOfRun, candidate: SecondsOfRun, seed = 1) =>
  blockBootstrapInterval(base, candidate, { change: 'difference', random: randomLcg(seed) });

describe('the block bootstrap of one run against one', () => {
  it('repeats itself with the same seed', () => {
    const [base, candidate] = [meanOf(wandering(300, 0.5, 1)), meanOf(wandering(300, 0.5, 2))];
    expect(ask(base, candidate)).toEqual(ask(base, candidate));
    expect(ask(base, candidate)).not.toEqual(ask(base, candidate, 2));
  });

  it('is as wide as theory says where seconds are independent', () => {
    const [base, candidate] = [meanOf(wandering(900, 0, 1)), meanOf(wandering(900, 0, 2))];
    const { low, high } = ask(base, candidate)!.interval!;
    expect(high - low).toBeGreaterThan(0.9 * 2 * 1.96 * Math.sqrt(2 / 900));
    expect(high - low).toBeLessThan(1.15 * 2 * 1.96 * Math.sqrt(2 / 900));
  });

  it('takes longer blocks, so fewer, and a wider interval, the longer seconds are alike', () => {
    const rows = [0, 0.5, 0.9].map(
      (rho) => ask(meanOf(wandering(900, rho, 1)), meanOf(wandering(900, rho, 2)))!,
    );
    const widths = rows.map(({ interval }) => interval!.high - interval!.low);
    expect(widths).toEqual(widths.toSorted((left, right) => left - right));
    expect(rows.map(({ blocks }) => blocks)).toEqual(
      rows.map(({ blocks }) => blocks).toSorted((left, right) => right - left),
    );
  });

  it('states no interval where the seconds are alike throughout', () => {
    const drifting = meanOf(Array.from({ length: 60 }, (_, second) => second));
    const { interval, blocks, estimate } = ask(drifting, drifting)!;
    expect([interval, estimate]).toEqual([null, 0]);
    expect(blocks).toBe(4);
  });

  it('needs a value of each run, and a ratio positive ones', () => {
    const run = meanOf(wandering(100, 0, 1));
    const empty: SecondsOfRun = { levels: [0, 0, 0, 0], statistic: () => null };
    expect(ask(run, empty)).toBe(null);
    const negative = meanOf(wandering(100, 0, 1).map((level) => -level));
    const options = { change: 'ratio', random: randomLcg(1) } as const;
    expect(blockBootstrapInterval(run, negative, options)).toBe(null);
    expect(blockBootstrapInterval(run, run, options)!.estimate).toBe(1);
  });

  // Of 150 at 91 %, fewer than 127 come once in two hundred tries.
  it.each([0, 0.5, 0.8, 0.9])('mostly holds the truth of a mean at rho %d', (rho) => {
    let covered = 0;
    for (let pair = 0; pair < 150; pair += 1) {
      const [base, candidate] = [0, 1].map((run) => meanOf(wandering(300, rho, 2 * pair + run)));
      const random = randomLcg(pair);
      const options = { change: 'difference', random, resamples: 200 } as const;
      const { low, high } = blockBootstrapInterval(base!, candidate!, options)!.interval!;
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
