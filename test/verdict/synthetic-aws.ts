/** The AWS lines of a made-up run. */
import type { AwsEvent } from '../../src/run/events.ts';
import {
  HIGH_ALARM,
  type Knobs,
  LOW_ALARM,
  OFFSET_MS,
  PERIOD_SECONDS,
  T0,
  THRESHOLD,
} from './synthetic-knobs.ts';

export function syntheticAws(knobs: Knobs): AwsEvent[] {
  const at = (second: number) => T0 + second * 1_000;
  const awsAt = (second: number) => at(second) + OFFSET_MS;
  const events: AwsEvent[] = [
    { type: 'collector', atMs: at(-3), state: 'started' },
    { type: 'clock', atMs: at(-3), offsetMs: OFFSET_MS + 90, plusMinusMs: 100 },
    { type: 'clock', atMs: at(-2), offsetMs: OFFSET_MS, plusMinusMs: 20 },
    {
      type: 'scalable-target',
      atMs: at(-2),
      minCapacity: 1,
      maxCapacity: knobs.maxCapacity,
      scaleOutSuspended: knobs.scaleOutSuspended,
      scaleInSuspended: false,
    },
    {
      type: 'policy',
      atMs: at(-2),
      name: 'keep',
      policyType: 'TargetTrackingScaling',
      metric: 'SageMakerVariantInvocationsPerInstance',
      targetValue: THRESHOLD,
      scaleInDisabled: false,
    },
  ];
  const inService = (second: number) =>
    knobs.steps.reduce(
      (count, step) => (step.inServiceAt !== null && step.inServiceAt <= second ? step.to : count),
      knobs.fromInstances,
    );
  const desired = (second: number) =>
    knobs.steps.reduce(
      (count, step) => (step.desiredAt <= second ? step.to : count),
      knobs.fromInstances,
    );
  for (let second = -2; second <= knobs.watchSeconds; second += 1) {
    events.push({
      type: 'endpoint',
      atMs: at(second),
      status: inService(second) === desired(second) ? 'InService' : 'Updating',
      variantName: 'AllTraffic',
      currentInstanceCount: inService(second),
      desiredInstanceCount: desired(second),
    });
  }
  for (const [role, name] of [
    ['high', HIGH_ALARM],
    ['low', LOW_ALARM],
  ] as const) {
    events.push({
      type: 'alarm',
      atMs: at(-2),
      name,
      role,
      state: 'OK',
      metric: 'InvocationsPerInstance',
      stat: 'Sum',
      comparison: role === 'high' ? 'GreaterThanThreshold' : 'LessThanThreshold',
      threshold: role === 'high' ? THRESHOLD : THRESHOLD * 0.9,
      periodSeconds: PERIOD_SECONDS,
      evaluationPeriods: role === 'high' ? 3 : 15,
      datapointsToAlarm: role === 'high' ? 3 : 15,
    });
  }
  let count = knobs.fromInstances;
  for (const [index, step] of knobs.steps.entries()) {
    const out = step.to > count;
    count = step.to;
    const name = out ? HIGH_ALARM : LOW_ALARM;
    if (step.alarmAt !== null) {
      events.push({
        type: 'alarm-transition',
        seenAtMs: at(step.alarmAt + 2),
        name,
        timestampMs: awsAt(step.alarmAt),
        from: 'OK',
        to: 'ALARM',
      });
    }
    if (step.activityAt !== null) {
      events.push({
        type: 'activity',
        seenAtMs: at(step.activityAt + 2),
        id: `activity-${index}`,
        status: 'Successful',
        startMs: awsAt(step.activityAt),
        description: `Setting desired instance count to ${step.to}.`,
        cause: `monitor alarm ${name} in state ALARM triggered policy keep`,
      });
    }
  }
  for (let start = 0; start + PERIOD_SECONDS <= knobs.watchSeconds; start += PERIOD_SECONDS) {
    let value = 0;
    for (let second = start; second < start + PERIOD_SECONDS; second += 1) {
      if (second >= knobs.loadSeconds) continue;
      value += knobs.sent(second, knobs.planned(second)) / inService(second);
    }
    const datapoint = {
      type: 'datapoint',
      service: 'sagemaker',
      metric: 'InvocationsPerInstance',
      stat: 'Sum',
      unit: 'count',
      periodSeconds: PERIOD_SECONDS,
      timestampMs: awsAt(start),
    } as const;
    // First half of it, then all of it, then the same once more: final.
    const seenAt = (delay: number) =>
      at(Math.min(knobs.watchSeconds, start + PERIOD_SECONDS + delay));
    events.push({ ...datapoint, seenAtMs: seenAt(5), value: value / 2, revision: 0, final: false });
    events.push({ ...datapoint, seenAtMs: seenAt(6), value, revision: 1, final: false });
    events.push({ ...datapoint, seenAtMs: seenAt(20), value, revision: 1, final: true });
  }
  events.push({ type: 'collector', atMs: at(knobs.watchSeconds), state: 'settled' });
  return events;
}
