/** The AWS lines of a made-up run. */
import type { AwsEvent } from '../../src/record/aws-events.ts';
import {
  HIGH_ALARM,
  type Knobs,
  LOW_ALARM,
  PERIOD_SECONDS,
  T0,
  THRESHOLD,
} from './synthetic-knobs.ts';
import { syntheticMetrics } from './synthetic-metrics.ts';

export function syntheticAws(knobs: Knobs): AwsEvent[] {
  const at = (second: number) => T0 + second * 1_000;
  const awsAt = (second: number) => at(second) + knobs.offsetMs;
  const events: AwsEvent[] = [
    { type: 'collector', atMs: at(-3), state: 'started' },
    { type: 'clock', atMs: at(-3), offsetMs: knobs.offsetMs + 90, plusMinusMs: 100 },
    { type: 'clock', atMs: at(-2), offsetMs: knobs.offsetMs, plusMinusMs: 20 },
    {
      type: 'scalable-target',
      atMs: at(-2),
      minCapacity: knobs.minCapacity,
      maxCapacity: knobs.maxCapacity,
      scaleOutSuspended: knobs.scaleOutSuspended,
      scaleInSuspended: knobs.scaleInSuspended,
    },
    {
      type: 'policy',
      atMs: at(-2),
      name: 'keep',
      policyType: 'TargetTrackingScaling',
      metric: 'SageMakerVariantInvocationsPerInstance',
      targetValue: THRESHOLD,
      scaleInDisabled: false,
      ...knobs.policy,
    },
    {
      type: 'endpoint-config',
      atMs: at(-2),
      name: 'wine-config',
      instanceType: knobs.instanceType,
    },
    {
      type: 'function',
      atMs: at(-2),
      name: 'wine',
      reservedConcurrency: 2_000,
      provisionedConcurrency: 1_000,
      ...knobs.lambda,
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
      ...(knobs.serverless === null
        ? { currentInstanceCount: inService(second), desiredInstanceCount: desired(second) }
        : { serverless: knobs.serverless }),
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
      ...(role === 'high' ? knobs.highAlarm : {}),
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
  events.push(...syntheticMetrics(knobs, inService));
  events.push({ type: 'collector', atMs: at(knobs.watchSeconds), state: 'settled' });
  return events;
}
