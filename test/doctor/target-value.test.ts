import { describe, expect, test } from 'vitest';
import { targetValueItem } from '../../src/doctor/target-value-item.ts';
import { instancesNeeded, steadyInstances } from '../../src/load/instances-needed.ts';
import type { Phase } from '../../src/scenario/schema.ts';
import { steadyScenario } from './scenarios.ts';

describe('steady instances are ceil(60 R / target)', () => {
  test.each([
    [1_000, 24_000, 60, 3],
    [10, 600, 60, 1],
    [10.01, 600, 60, 2],
    [4, 100, 60, 3],
    [0, 100, 60, 1],
    // The same rate and target, a twelfth of the period.
    [1_000, 2_000, 5, 3],
  ])('%d requests/s at target %d per %d s want %d', (rps, target, periodSeconds, instances) => {
    expect(steadyInstances(rps, target, periodSeconds)).toBe(instances);
  });
});

const hold = (rps: number, durationSeconds: number): Phase => ({
  name: 'hold',
  durationSeconds,
  startRps: rps,
  endRps: rps,
});

describe('a plan asks for as many instances as it needs for as long as the alarm wants', () => {
  const RULE = { target: 1_080, periodSeconds: 60, datapointsToAlarm: 3 };
  test.each([
    ['two at 25 requests/s and a target of 18 each', [hold(25, 600)], 2],
    ['two at the target of two to the letter', [hold(36, 600)], 2],
    ['three just above it', [hold(36.1, 180)], 3],
    ['two where the peak is too short', [hold(20, 600), hold(40, 179)], 2],
    ['one where nothing lasts', [hold(40, 100), hold(5, 600)], 1],
    ['three on a ramp that ends above two', [{ ...hold(72, 600), startRps: 0 }], 3],
  ] as const)('%s', (_, phases, instances) => {
    expect(instancesNeeded(phases, RULE)).toBe(instances);
  });
});

const POLICY = {
  instances: 1,
  maxCapacity: 4,
  target: 24_000,
  periodSeconds: 60,
  datapointsToAlarm: 3,
};

const SCALES = 'scaleproof.expect.scaledOut={ atLeastInstances: 2, withinSeconds: 900 }';
const SCALES_TO_5 = 'scaleproof.expect.scaledOut={ atLeastInstances: 5, withinSeconds: 900 }';
const NOTHING = 'scaleproof.expect.scaledOut=';

describe('a target against the plan', () => {
  test.each([
    ['fits', 1_000, 600, SCALES, {}, 'ok', /needs 3 instances; max capacity is 4/],
    ['is not crossed', 400, 600, SCALES, {}, 'problem', /get 24,000 each .* nothing will scale/],
    [
      'is not crossed by many instances',
      1_000,
      600,
      SCALES,
      { instances: 3 },
      'problem',
      /get 20,000/,
    ],
    ['need not be crossed', 100, 600, NOTHING, {}, 'ok', /the scenario expects no scaling/],
    [
      'is crossed too shortly',
      1_000,
      179,
      SCALES,
      {},
      'problem',
      /for 179 s, but the alarm needs 180 s/,
    ],
    ['is crossed just long enough', 1_000, 180, SCALES, {}, 'ok', /needs 3/],
    [
      'leaves the maximum behind',
      1_700,
      600,
      SCALES,
      {},
      'warning',
      /needs 5 instances, but max capacity is 4: the metric stays above the target\.$/,
    ],
    [
      'wants fewer than are expected',
      1_000,
      600,
      SCALES_TO_5,
      { maxCapacity: 9 },
      'problem',
      /expects 5 instances, but its load needs only 3 under this policy/,
    ],
    [
      'may not have as many as are expected',
      3_000,
      600,
      SCALES_TO_5,
      {},
      'problem',
      /expects 5 instances, but max capacity is 4/,
    ],
    [
      'is meant per second',
      1_000,
      600,
      SCALES,
      { target: 400 },
      'problem',
      /needs 150 instances.*per second/,
    ],
  ] as const)('%s', async (_, rps, seconds, expects, policy, status, message) => {
    const scenario = await steadyScenario(rps, seconds, expects);
    expect(targetValueItem({ scenario, ...POLICY, ...policy })).toMatchObject({
      id: 'target-value',
      status,
      message: expect.stringMatching(message),
    });
  });

  test('is a problem if the scenario expects convergence it cannot reach', async () => {
    const scenario = await steadyScenario(1_700, 600, SCALES, 'scaleproof.expect.converged={}');
    expect(targetValueItem({ scenario, ...POLICY })).toMatchObject({
      status: 'problem',
      message: expect.stringMatching(/cannot converge/),
    });
  });

  test('names the rate that needs as many instances as expected', async () => {
    const policy = { ...POLICY, maxCapacity: 9 };
    const scenario = await steadyScenario(1_000, 600, SCALES_TO_5);
    const { next = '' } = targetValueItem({ scenario, ...policy });
    expect(next).toBe(
      'Send more than 1,600 requests/s for at least 180 s, lower the target, or expect fewer instances.',
    );
    const enough = await steadyScenario(1_601, 600, SCALES_TO_5);
    expect(targetValueItem({ scenario: enough, ...policy }).status).toBe('ok');
  });

  test('names a rate that would cross it', async () => {
    const { next } = targetValueItem({
      scenario: await steadyScenario(400, 600, SCALES),
      ...POLICY,
    });
    const minRps = Number(/above (\d+) requests\/s/.exec(next ?? '')?.[1]);
    const scenario = await steadyScenario(minRps, 600, SCALES);
    expect(targetValueItem({ scenario, ...POLICY }).status).toBe('ok');
  });
});
