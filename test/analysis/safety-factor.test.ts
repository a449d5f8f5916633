import { describe, expect, test } from 'vitest';
import {
  growthWithin,
  HIGHEST_SAFETY_FACTOR,
  safetyFactor,
} from '../../src/analysis/safety-factor.ts';

const ramp = (durationSeconds: number, startRps: number, endRps: number) => ({
  durationSeconds,
  startRps,
  endRps,
});

describe('the safety factor', () => {
  test.each([
    // growth, max, instances, factor
    [50, 100, 1, 0.5],
    [50, 100, 2, 0.75],
    [20, 100, 1, 0.8],
    [100, 100, 1, 0],
    [150, 100, 1, -0.5],
    [1, 1_000, 1, HIGHEST_SAFETY_FACTOR],
    [0, 100, 1, HIGHEST_SAFETY_FACTOR],
  ])('growth %d, max %d, %d instances: %d', (growth, max, instances, factor) => {
    expect(safetyFactor(growth, max, instances)).toBeCloseTo(factor, 10);
  });

  test('at the target so sized, what grows until help comes is just what is carried', () => {
    for (const instances of [1, 2, 5, 12]) {
      const [growth, max] = [37, 90];
      const target = safetyFactor(growth, max, instances) * max;
      const factor = safetyFactor(growth, max, instances);
      const there = instances * target + growth;
      if (factor < HIGHEST_SAFETY_FACTOR) expect(there).toBeCloseTo(instances * max, 8);
      else expect(there).toBeLessThan(instances * max);
    }
  });
});

describe('the growth of a plan within some seconds', () => {
  test.each([
    ['a ramp, in part', [ramp(100, 0, 1_000)], 10, 100],
    ['a ramp, and no more than all of it', [ramp(100, 10, 1_000)], 500, 990],
    ['a constant rate', [ramp(100, 50, 50)], 30, 0],
    ['a step, at once', [ramp(100, 50, 50), ramp(100, 80, 80)], 1, 30],
    [
      'the steepest of several',
      [ramp(100, 0, 100), ramp(10, 100, 200), ramp(50, 200, 200)],
      20,
      110,
    ],
    ['a fall', [ramp(100, 500, 10)], 50, 0],
    ['a rise after a fall', [ramp(60, 100, 10), ramp(60, 10, 130)], 60, 120],
  ])('%s', (_, phases, seconds, expected) => {
    expect(growthWithin(phases, seconds)).toBeCloseTo(expected, 8);
  });

  test('is what looking at every second of it finds', () => {
    const phases = [ramp(40, 5, 90), ramp(15, 20, 20), ramp(70, 20, 300), ramp(9, 400, 100)];
    const at = (t: number) => {
      let start = 0;
      for (const { durationSeconds, startRps, endRps } of phases) {
        if (t < start + durationSeconds)
          return startRps + ((t - start) / durationSeconds) * (endRps - startRps);
        start += durationSeconds;
      }
      return 100;
    };
    for (const seconds of [3, 17, 60]) {
      let most = 0;
      for (let t = 0; t + seconds < 134; t += 0.01) most = Math.max(most, at(t + seconds) - at(t));
      const found = growthWithin(phases, seconds);
      expect(found).toBeGreaterThanOrEqual(most - 1e-6);
      expect(found).toBeLessThanOrEqual(most + 0.5);
    }
  });
});
