/** A few loads of `npm run calibration`, with fixed seeds: what is promised is kept. */
import { describe, expect, it } from 'vitest';
import { ask } from '../../bench/calibration/trial.ts';
import { logNormal, trueQuantile, type World } from '../../bench/calibration/world.ts';

const LOAD: World = {
  rho: 0,
  spread: 0,
  tail: logNormal(0.3),
  rps: 10,
  seconds: 600,
  stalls: 'none',
};
const RUNS = 150;
const tallyOf = (differs: Partial<World>, runs = RUNS, withFormer = false) =>
  ask({
    world: { ...LOAD, ...differs },
    percentile: 99,
    confidence: 0.99,
    runs,
    seed: 1,
    withFormer,
  });

describe('a bound at the true percentile', () => {
  // At a chance of 1.5 %, seven of 150 or more come in one of 130 tries.
  it.each<[string, Partial<World>]>([
    ['each second is alike', {}],
    ['the level wanders over ten seconds', { rho: 0.8, spread: 0.1 }],
    ['the level wanders far', { rho: 0.9, spread: 0.2 }],
    ['the level wanders long and far', { rho: 0.95, spread: 0.4 }],
    ['the tail is heavy', { tail: logNormal(1), rho: 0.95, spread: 0.2 }],
    ['it stalls at random', { stalls: 'at random', rps: 50 }],
  ])('is hardly ever called met or missed where %s', (_what, world) => {
    const { met, missed } = tallyOf(world);
    expect(met[0]).toBeLessThan(7);
    expect(missed[0]).toBeLessThan(7);
  });

  it('was called met in every other run, before seconds were compared', () => {
    const { met, missed, former } = tallyOf(
      { rho: 0.9, spread: 0.2, rps: 200, seconds: 55 },
      60,
      true,
    );
    expect(former.met).toBeGreaterThan(20);
    expect(former.covered).toBeLessThan(45);
    expect([met[0], missed[0]]).toEqual([0, 0]);
  });
});

describe('a bound above the true percentile', () => {
  it('is certified, the surer the further it is above', () => {
    const { met } = tallyOf({ rho: 0.5, spread: 0.1 }, 60);
    expect(met[1]).toBeLessThan(met[2]!);
    expect(met[2]).toBeGreaterThan(50);
    expect(met[3]).toBe(60);
  });

  it('is not where the run is too short', () => {
    expect(tallyOf({ seconds: 300 }, 30).met).toEqual([0, 0, 0, 0]);
  });
});

describe('the interval of a percentile', () => {
  it('holds the true one where it is stated', () => {
    const { stated, below, above } = tallyOf({ rho: 0.8, spread: 0.1 });
    expect(stated).toBeGreaterThan(140);
    expect((below + above) / stated).toBeLessThan(0.1);
  });
});

it('knows the true percentile', () => {
  // A log-normal level makes a log-normal whole: the variances add up. 2.326348 is the normal's p99.
  const whole = Math.hypot(0.3, 0.4);
  expect(trueQuantile({ ...LOAD, spread: 0.4 }, 0.99)).toBeCloseTo(2.326348 * whole, 4);
});
