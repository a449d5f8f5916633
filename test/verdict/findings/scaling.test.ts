import { describe, expect, it } from 'vitest';
import type { ActivityObservation, AwsEvent } from '../../../src/record/aws-events.ts';
import type { RunRecord } from '../../../src/record/read.ts';
import {
  gap,
  HIGH_ALARM,
  OFFSET_MS,
  SCALE_OUT,
  syntheticRun,
  T0,
  without,
} from '../synthetic-run.ts';
import { findingOf, findingsOf, notesOf, problemsOf } from './codes.ts';

const at = (second: number) => T0 + second * 1_000;
/** Slow as one instance under 1,000 requests/s stays. */
const overloaded = {
  latencyMs: (second: number) => (second >= 21 ? 800 : 20),
  serviceTimeMs: (second: number) => (second >= 21 ? 799 : 19),
  inFlight: (second: number, sent: number) =>
    Math.round((sent * (second >= 21 ? 799 : 19)) / 1_000),
};
const stuck = { steps: [], ...overloaded };

function failure(statusMessage: string, second = 45): ActivityObservation {
  return {
    type: 'activity',
    seenAtMs: at(second + 2),
    id: `failed-${second}`,
    status: 'Failed',
    startMs: at(second) + OFFSET_MS,
    description: 'Setting desired instance count to 3.',
    cause: `monitor alarm ${HIGH_ALARM} in state ALARM triggered policy keep`,
    statusMessage,
  };
}

const QUOTA =
  "Failed to set desired instance count to 3. Reason: The account-level service limit 'ml.m5.xlarge for endpoint usage' is 2 Instances, with current utilization of 2 Instances.";

function alarmState(second: number, state: 'OK' | 'INSUFFICIENT_DATA'): AwsEvent {
  const alarm = syntheticRun().aws.find((event) => event.type === 'alarm');
  return { ...alarm!, atMs: at(second), state } as AwsEvent;
}

describe('a healthy run', () => {
  it('has no problem', () => {
    expect(problemsOf(syntheticRun())).toEqual([]);
  });

  it('is told what would make it faster', () => {
    expect(notesOf(syntheticRun())).toEqual(['detection-could-be-faster']);
    expect(findingOf(syntheticRun(), 'detection-could-be-faster')).toMatchObject({
      value: { value: 20.5, unit: 'seconds' },
      message:
        'Detection took 20.5 s of 44 s; the high-resolution concurrency policy detects in about 2.5 s.',
    });
  });
});

describe('what held scaling back', () => {
  it.each<[string, () => RunRecord, string[]]>([
    [
      'an alarm that fired late',
      () =>
        syntheticRun({
          steps: [{ alarmAt: 81, activityAt: 81.5, desiredAt: 82, inServiceAt: 104.6, to: 3 }],
          latencyMs: () => 20,
          serviceTimeMs: () => 19,
          inFlight: (_, sent) => Math.round(sent * 0.019),
        }),
      ['slow-detection'],
    ],
    [
      'an alarm that asks for more datapoints than target tracking does',
      () =>
        syntheticRun({
          highAlarm: { evaluationPeriods: 9, datapointsToAlarm: 9 },
          steps: [{ alarmAt: 66, activityAt: 66.5, desiredAt: 67, inServiceAt: 89.6, to: 3 }],
          ...calm(),
        }),
      ['slow-detection'],
    ],
    [
      'an alarm that asks for one datapoint more',
      () =>
        syntheticRun({
          highAlarm: { evaluationPeriods: 4, datapointsToAlarm: 4 },
          steps: [{ alarmAt: 46, activityAt: 46.5, desiredAt: 47, inServiceAt: 69.6, to: 3 }],
          ...calm(),
        }),
      [],
    ],
    [
      'slow instances',
      () => syntheticRun({ steps: [{ ...SCALE_OUT, inServiceAt: 110 }] }),
      ['slow-provisioning'],
    ],
    [
      'instances that never came',
      () => syntheticRun({ ...overloaded, steps: [{ ...SCALE_OUT, inServiceAt: null }] }),
      ['slow-provisioning'],
    ],
    [
      'a quota, asked for twice',
      () => syntheticRun({ ...stuck, extra: [failure(QUOTA), failure(QUOTA, 50)] }),
      ['quota-reached'],
    ],
    [
      'another refusal',
      () => syntheticRun({ ...stuck, extra: [failure('Reason: Access denied.')] }),
      ['scaling-failed'],
    ],
    [
      'a refusal that a later attempt made good',
      () => syntheticRun({ extra: [failure('Reason: Rate exceeded.', 41.2)] }),
      [],
    ],
    [
      'a change refused during another',
      () =>
        syntheticRun({ extra: [failure('Reason: Cannot update in-progress endpoint "wine".')] }),
      [],
    ],
    ['a maximum of 1', () => syntheticRun({ ...stuck, maxCapacity: 1 }), ['at-max-capacity']],
    ['a maximum that is enough', () => syntheticRun({ maxCapacity: 3 }), []],
    [
      'a suspended target',
      () => syntheticRun({ ...stuck, scaleOutSuspended: true }),
      ['scaling-suspended'],
    ],
    [
      'no policy',
      () => without(syntheticRun(stuck), 'policy', 'alarm', 'scalable-target'),
      ['no-policy'],
    ],
    [
      'policies that may not be read',
      () =>
        without(
          syntheticRun({ ...stuck, extra: [gap('DescribeScaling', 0, 200, 'denied')] }),
          'policy',
          'alarm',
          'scalable-target',
        ),
      [],
    ],
    [
      'an alarm on another metric',
      () => syntheticRun({ ...stuck, highAlarm: { metric: 'CPUUtilization' } }),
      ['alarm-on-other-metric'],
    ],
    [
      'an alarm without data, for the metric is never published',
      () =>
        syntheticRun({
          ...stuck,
          highAlarm: { state: 'INSUFFICIENT_DATA' },
          extra: [alarmState(190, 'OK')],
          metric: (name, _start, value) =>
            name === 'sagemaker/InvocationsPerInstance' ? null : value,
        }),
      ['alarm-insufficient-data'],
    ],
    [
      'an alarm without data',
      () =>
        syntheticRun({
          ...stuck,
          highAlarm: { state: 'INSUFFICIENT_DATA' },
          extra: [alarmState(190, 'OK')],
        }),
      ['alarm-insufficient-data'],
    ],
    [
      'an alarm without data at the start only',
      () =>
        syntheticRun({
          highAlarm: { state: 'INSUFFICIENT_DATA' },
          extra: [alarmState(15, 'OK')],
        }),
      [],
    ],
    [
      'a burstable type',
      () => syntheticRun({ instanceType: 'ml.t2.medium' }),
      ['burstable-instance'],
    ],
    [
      'a burstable type without a policy',
      () =>
        without(
          syntheticRun({ ...stuck, instanceType: 'ml.t2.medium' }),
          'policy',
          'alarm',
          'scalable-target',
        ),
      ['burstable-instance'],
    ],
    [
      'a load too small',
      () => syntheticRun({ steps: [], planned: () => 300, ...calm() }),
      ['load-too-small'],
    ],
    [
      'a target in the wrong unit, far too high',
      () =>
        syntheticRun({
          ...stuck,
          policy: { targetValue: 400_000 },
          highAlarm: { threshold: 400_000 },
        }),
      ['implausible-target'],
    ],
    [
      'a target in the wrong unit, far too low',
      () =>
        syntheticRun({
          steps: [{ ...SCALE_OUT, alarmAt: 20 }],
          policy: { targetValue: 8 },
          highAlarm: { threshold: 8 },
          ...calm(),
        }),
      ['implausible-target'],
    ],
  ])('%s', (_what, run, problems) => {
    expect(problemsOf(run())).toEqual(problems);
  });

  it('names the quota and its value', () => {
    const run = syntheticRun({ ...stuck, extra: [failure(QUOTA)] });
    expect(findingOf(run, 'quota-reached')).toMatchObject({
      value: { value: 2, unit: 'instances' },
      message: 'The account’s quota "ml.m5.xlarge for endpoint usage" of 2 blocked scaling.',
    });
  });

  it('of a variant that is not meant to scale is a note at most', () => {
    const run = syntheticRun({ steps: [], expect: {}, ...calm() });
    expect(findingsOf(without(run, 'policy', 'alarm', 'scalable-target'))).toMatchObject([
      { code: 'no-policy', severity: 'note' },
    ]);
  });
});

describe('the way back', () => {
  const idle = { watchSeconds: 400, loadSeconds: 180 };
  const scaleIn = (second: number) => ({
    alarmAt: second - 1,
    activityAt: second - 0.5,
    desiredAt: second,
    inServiceAt: second + 2,
    to: 1,
  });

  it.each<[string, () => RunRecord, string[]]>([
    ['in time', () => syntheticRun({ ...idle, steps: [SCALE_OUT, scaleIn(262)] }), []],
    ['late', () => syntheticRun({ ...idle, steps: [SCALE_OUT, scaleIn(350)] }), ['late-scale-in']],
    ['missing', () => syntheticRun(idle), ['missing-scale-in']],
    ['not yet due', () => syntheticRun({ ...idle, watchSeconds: 260 }), []],
    ['suspended', () => syntheticRun({ ...idle, scaleInSuspended: true }), ['scaling-suspended']],
    [
      'back and forth',
      () =>
        syntheticRun({
          steps: [
            SCALE_OUT,
            { alarmAt: 99, activityAt: 99.5, desiredAt: 100, inServiceAt: 102, to: 2 },
            { alarmAt: 119, activityAt: 119.5, desiredAt: 120, inServiceAt: 142, to: 3 },
          ],
        }),
      ['flapping'],
    ],
  ])('%s', (_what, run, problems) => {
    expect(problemsOf(run())).toEqual(problems);
  });

  it('that the policy is set not to take is a note', () => {
    const run = syntheticRun({ ...idle, policy: { scaleInDisabled: true } });
    expect(problemsOf(run)).toEqual([]);
    expect(notesOf(run)).toContain('missing-scale-in');
  });

  it('of a flapping count says by how much each step back raises the load', () => {
    const run = syntheticRun({
      steps: [
        SCALE_OUT,
        { alarmAt: 99, activityAt: 99.5, desiredAt: 100, inServiceAt: 102, to: 2 },
        { alarmAt: 119, activityAt: 119.5, desiredAt: 120, inServiceAt: 142, to: 3 },
      ],
    });
    expect(findingOf(run, 'flapping')?.message).toContain(
      'multiplies the load per instance by 1.5',
    );
  });
});

describe('a cooldown', () => {
  const fulfilled = (second: number, id: string, to: number, endSecond: number): AwsEvent => ({
    type: 'activity',
    seenAtMs: at(endSecond + 1),
    id,
    status: 'Successful',
    startMs: at(second) + OFFSET_MS,
    endMs: at(endSecond) + OFFSET_MS,
    description: `Setting desired instance count to ${to}.`,
    cause: 'alarm',
  });
  const twice = (second: number, cooldownSeconds: number, alarmAt: number | null = null) =>
    syntheticRun({
      policy: { scaleOutCooldownSeconds: cooldownSeconds },
      steps: [
        { ...SCALE_OUT, to: 2 },
        {
          alarmAt,
          activityAt: second,
          desiredAt: second + 0.5,
          inServiceAt: second + 23,
          to: 3,
        },
      ],
      extra: [
        fulfilled(41.5, 'activity-0', 2, 65),
        fulfilled(second, 'activity-1', 3, second + 24),
      ],
    });

  it('that was waited for says how long', () => {
    expect(findingOf(twice(116, 50), 'cooldown-waited')).toMatchObject({
      severity: 'note',
      value: { value: 46, unit: 'seconds' },
    });
  });

  it('counts from when the alarm fired, which takes several breaching periods', () => {
    expect(findingOf(twice(116, 50, 100), 'cooldown-waited')).toMatchObject({
      value: { value: 16, unit: 'seconds' },
    });
    expect(notesOf(twice(116, 50, 113))).not.toContain('cooldown-waited');
  });

  it('shorter than what else was waited for is not mentioned', () => {
    expect(notesOf(twice(116, 2))).not.toContain('cooldown-waited');
  });
});

function calm() {
  return {
    latencyMs: () => 20,
    serviceTimeMs: () => 19,
    inFlight: (_: number, sent: number) => Math.round(sent * 0.019),
  };
}
