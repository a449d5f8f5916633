import { describe, expect, test } from 'vitest';
import { CASES } from '../../bench/plan-validation/cases.ts';
import { compare, longestDifference, median } from '../../bench/plan-validation/compare.ts';

/** The tolerances that docs/capacity.md states; `npm run plan-validation` tries all cases. */
const POINTS = 0.02;
const PERIOD_SECONDS = 60;
const LATENCY = 0.15;

const named = (name: string) => {
  const one = CASES.find((each) => each.name === name);
  if (!one) throw new Error(`no case ${name}`);
  return one;
};

describe('a plan agrees with the simulation, request by request', () => {
  test.each(['the main job (wine, local)', 'a launch, warm-up', 'a queue of two'])('%s', (name) => {
    const compared = compare(named(name), [1]);
    const { plan, seen } = compared;
    const [real] = seen;
    expect(Math.abs(plan.overShare - real!.overShare)).toBeLessThan(POINTS);
    expect(Math.abs(plan.failedShare - real!.failedShare)).toBeLessThan(POINTS);
    expect(plan.mostInstances).toBe(real!.mostInstances);
    expect(longestDifference(plan.changes, real!.changes, compared)).toBeLessThanOrEqual(
      PERIOD_SECONDS,
    );
    expect(plan.instanceHours / real!.instanceHours).toBeCloseTo(1, 1);
  });

  test.each([
    '90 % busy, 2 instances, paced',
    '60 % busy, heavy tail',
    '95 % busy, least outstanding',
  ])('latency in steady state: %s', (name) => {
    const { plan, seen } = compare(named(name), [1]);
    for (const of of ['p50Ms', 'percentileMs'] as const) {
      const real = median(seen.map((one) => one[of]!));
      expect(Math.abs(plan[of]! / real - 1)).toBeLessThan(LATENCY);
    }
  });
});
