import { describe, expect, test } from 'vitest';
import { firstOf, load, MINUTE, START, virtual } from './virtual.ts';

const causes = ({ simulation }: ReturnType<typeof virtual>) =>
  simulation.capacity
    .activities()
    .filter(({ notScaled }) => !notScaled)
    .map(({ cause, description }) => `${description} ${cause}`)
    .toReversed();
const stepPolicy = { metric: 'Invocations', threshold: 1000, adjustment: 2 } as const;
const policy = { minCapacity: 1, maxCapacity: 6, targetPerMinute: 100_000 };

describe('a configured step-scaling policy', () => {
  test('acts from the start, and the activity names its alarm and it', () => {
    const run = virtual({ policy, stepPolicy });
    load(run.simulation, START, START + 3 * MINUTE, 1500);
    expect(causes(run)).toEqual([
      'Setting desired instance count to 3. monitor alarm step-policy-alarm in state ALARM ' +
        'triggered policy step-policy',
    ]);
    // One period above the threshold, and the publish delay.
    expect(firstOf(run.truth, 'desired-changed').atMs).toBe(START + 2 * MINUTE);
  });

  test('waits for as many datapoints as it is told', () => {
    const run = virtual({ policy, stepPolicy: { ...stepPolicy, datapoints: 3 } });
    load(run.simulation, START, START + 5 * MINUTE, 1500);
    expect(firstOf(run.truth, 'desired-changed').atMs).toBe(START + 4 * MINUTE);
  });

  test('removes instances below the threshold, where the adjustment is negative', () => {
    const run = virtual({
      ...{ initialInstances: 5, policy: { ...policy, scaleInDisabled: true } },
      stepPolicy: { ...stepPolicy, adjustment: -1 },
    });
    load(run.simulation, START, START + 3 * MINUTE, 500);
    expect(run.simulation.fleet.desired).toBe(4);
  });

  test.each([
    { metric: 'ModelLatency', threshold: 5_000 },
    { metric: 'CPUUtilization', threshold: 1 },
    { metric: 'InvocationsPerInstance', threshold: 1_000 },
  ] as const)('watches $metric', ({ metric, threshold }) => {
    const run = virtual({
      ...{ policy, metrics: { enhanced: true, publishSeconds: 10 } },
      stepPolicy: { metric, threshold, adjustment: 1 },
    });
    load(run.simulation, START, START + 3 * MINUTE, 1500);
    expect(run.simulation.fleet.desired).toBe(2);
  });

  test('a threshold of a sum is divided like the period that it adds up, and no other', () => {
    const thresholdOf = (metric: 'Invocations' | 'ModelLatency') =>
      virtual({
        timeCompression: 12,
        stepPolicy: { ...stepPolicy, metric, threshold: 1200 },
      }).simulation.scaling.alarms.named('step-policy-alarm')!.alarm.definition.threshold;
    expect([thresholdOf('Invocations'), thresholdOf('ModelLatency')]).toEqual([100, 1200]);
  });
});

describe('several policies that want to scale out at one time', () => {
  const both = (adjustment: number) => {
    const run = virtual({
      policy: { ...policy, targetPerMinute: 600 },
      stepPolicy: { ...stepPolicy, datapoints: 3, adjustment },
    });
    load(run.simulation, START, START + 4 * MINUTE, 1500);
    return causes(run);
  };

  test('the larger capacity wins: target tracking’s', () => {
    expect(both(1)).toEqual([
      expect.stringMatching(/^Setting desired instance count to 3\. .*TargetTracking/),
    ]);
  });

  test('the larger capacity wins: the step’s', () => {
    expect(both(4)).toEqual([
      expect.stringMatching(/^Setting desired instance count to 5\. .*step-policy$/),
    ]);
  });
});

describe('configured scheduled actions', () => {
  test('change the limits at their time, and through them the count', () => {
    const run = virtual({
      policy,
      scheduledActions: [
        { name: 'morning', atSeconds: 600, minCapacity: 3 },
        { name: 'night', atSeconds: 1800, minCapacity: 1, maxCapacity: 2 },
      ],
    });
    run.simulation.tick(START + 10 * MINUTE);
    expect(causes(run)).toEqual([
      'Setting min capacity to 3 and max capacity to 6 scheduled action name morning was triggered',
      'Setting desired instance count to 3. minimum capacity was set to 3',
    ]);
    expect(firstOf(run.truth, 'desired-changed').atMs).toBe(START + 10 * MINUTE);
    run.simulation.tick(START + 31 * MINUTE);
    expect(run.simulation.fleet.desired).toBe(2);
    expect(run.simulation.scaling.scheduled.list.map(({ expression }) => expression)).toEqual([
      'at(2026-09-21T14:24:00)',
      'at(2026-09-21T14:44:00)',
    ]);
  });

  test('at the very start take effect there, once', () => {
    const run = virtual({ policy, scheduledActions: [{ name: 'now', minCapacity: 2 }] });
    run.simulation.tick(START + 60 * MINUTE);
    expect(causes(run).filter((cause) => cause.includes('now was'))).toHaveLength(1);
    expect(firstOf(run.truth, 'desired-changed').atMs).toBe(START + 1);
  });
});
