import { describe, expect, test } from 'vitest';
import { type PolicyInput, policyItems } from '../../src/doctor/policy-items.ts';

const HEALTHY = {
  target: {
    type: 'scalable-target',
    atMs: 0,
    minCapacity: 1,
    maxCapacity: 4,
    scaleOutSuspended: false,
    scaleInSuspended: false,
  },
  policies: [
    {
      type: 'policy',
      atMs: 0,
      name: 'tracking',
      policyType: 'TargetTrackingScaling',
      metric: 'SageMakerVariantInvocationsPerInstance',
      targetValue: 1_500,
      scaleInDisabled: false,
    },
  ],
  alarms: [
    {
      type: 'alarm',
      atMs: 0,
      name: 'high',
      role: 'high',
      state: 'OK',
      metric: 'InvocationsPerInstance',
      stat: 'Sum',
      comparison: 'GreaterThanThreshold',
      threshold: 1_500,
      periodSeconds: 60,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
    },
  ],
  isScalingExpected: true,
  hasJustStarted: false,
} as const satisfies PolicyInput;

function found(change: Partial<PolicyInput>) {
  return policyItems({ ...HEALTHY, ...change })
    .filter(({ status }) => status !== 'ok')
    .map(({ id, status, message, next }) => ({ id, status, message, next }));
}

const [alarm] = HEALTHY.alarms;
const [policy] = HEALTHY.policies;

test('describes a healthy policy without problems', () => {
  expect(found({})).toEqual([]);
  const messages = policyItems(HEALTHY).map(({ message }) => message);
  expect(messages).toEqual([
    '1 to 4 instances.',
    '"tracking" tracks SageMakerVariantInvocationsPerInstance at 1,500.',
    'Above 1,500 for 3 periods of 60 s; now OK.',
  ]);
});

describe('a defect is found, and alone', () => {
  test.each<[string, Partial<PolicyInput>, string, string, RegExp]>([
    ['not registered', { target: null }, 'policy', 'problem', /not registered/],
    ['no policy', { policies: [] }, 'policy', 'problem', /has no policy/],
    [
      'scaling out suspended',
      { target: { ...HEALTHY.target, scaleOutSuspended: true } },
      'bounds',
      'problem',
      /scale-out is suspended/,
    ],
    [
      'scaling in suspended',
      { target: { ...HEALTHY.target, scaleInSuspended: true } },
      'bounds',
      'warning',
      /scale-in is suspended/,
    ],
    ['no alarm', { alarms: [] }, 'alarms', 'problem', /no scale-out alarm/],
    [
      'an alarm on another metric',
      { alarms: [{ ...alarm, metric: 'CPUUtilization' }] },
      'alarms',
      'problem',
      /tracks InvocationsPerInstance, but its alarm watches CPUUtilization/,
    ],
    [
      'an alarm on another metric than the provisioned concurrency that is tracked',
      {
        policies: [{ ...policy, metric: 'SageMakerVariantProvisionedConcurrencyUtilization' }],
        alarms: [{ ...alarm, metric: 'Invocations' }],
      },
      'alarms',
      'problem',
      /tracks ServerlessProvisionedConcurrencyUtilization, but its alarm watches Invocations/,
    ],
    [
      'an alarm without data',
      { alarms: [{ ...alarm, state: 'INSUFFICIENT_DATA' }] },
      'alarms',
      'warning',
      /now INSUFFICIENT_DATA/,
    ],
    [
      'a step policy',
      { policies: [{ ...policy, policyType: 'StepScaling', metric: 'custom' }] },
      'policy',
      'warning',
      /StepScaling policy, which doctor does not check/,
    ],
  ])('%s', (_, change, id, status, message) => {
    expect(found(change)).toEqual([
      { id, status, message: expect.stringMatching(message), next: expect.stringMatching(/\.$/) },
    ]);
  });

  test('mentions a second policy, which is not a defect', () => {
    const items = policyItems({ ...HEALTHY, policies: [policy, policy] });
    expect(items.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
    expect(items[1]?.message).toMatch(/at 1,500, plus 1 other policy\.$/);
  });

  test('accepts a missing policy when the scenario expects no scaling', () => {
    expect(found({ target: null, isScalingExpected: false })).toEqual([]);
    expect(found({ policies: [], isScalingExpected: false })).toEqual([]);
  });

  test('accepts an alarm without data on a stand-in that has just started', () => {
    const alarms = [{ ...alarm, state: 'INSUFFICIENT_DATA' as const }];
    expect(found({ alarms, hasJustStarted: true })).toEqual([]);
  });
});
