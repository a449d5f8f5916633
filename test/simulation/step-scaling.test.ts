import { describe, expect, test } from 'vitest';
import { policyArn } from '../../src/simulation/identity.ts';
import { readSchedule } from '../../src/simulation/schedule.ts';
import {
  type AdjustmentType,
  decideStep,
  type StepAdjustment,
} from '../../src/simulation/step-scaling.ts';
import { IDENTITY, load, MINUTE, START, virtual } from './virtual.ts';

const bounds = { minCapacity: 1, maxCapacity: 20 };
const policy = (
  adjustmentType: AdjustmentType,
  steps: readonly StepAdjustment[],
  minAdjustment?: number,
) => ({
  name: 'steps',
  id: '1',
  createdAtMs: START,
  adjustmentType,
  steps,
  minAdjustment,
  cooldownMs: 5 * MINUTE,
  aggregation: 'Average' as const,
});
const TWO_STEPS = [
  { lower: 0, upper: 10, adjustment: 1 },
  { lower: 10, adjustment: 4 },
];
const DOWN = [
  { upper: 0, lower: -10, adjustment: -1 },
  { upper: -10, adjustment: -3 },
];
const at = (change: Partial<Parameters<typeof decideStep>[0]>) =>
  decideStep({
    policy: policy('ChangeInCapacity', TWO_STEPS),
    breach: 5,
    capacity: 10,
    bounds,
    last: undefined,
    nowMs: START,
    ...change,
  });

describe('a step', () => {
  test.each([
    { steps: TWO_STEPS, breach: 0, desired: 11 },
    { steps: TWO_STEPS, breach: 9.9, desired: 11 },
    { steps: TWO_STEPS, breach: 10, desired: 14 },
    { steps: DOWN, breach: -0.1, desired: 9 },
    { steps: DOWN, breach: -10, desired: 7 },
    { steps: DOWN, breach: -50, desired: 7 },
  ])('for a breach of $breach sets $desired', ({ steps, breach, desired }) => {
    expect(at({ policy: policy('ChangeInCapacity', steps), breach })).toMatchObject({
      kind: 'set',
      desired,
    });
  });

  test.each([
    { percent: 25, capacity: 10, desired: 12 },
    { percent: 5, capacity: 10, desired: 11 },
    { percent: -25, capacity: 10, desired: 8 },
    { percent: -1, capacity: 10, desired: 9 },
    { percent: 10, capacity: 10, minAdjustment: 3, desired: 13 },
  ])(
    'of $percent % at $capacity sets $desired',
    ({ percent, capacity, minAdjustment, desired }) => {
      const steps = [{ lower: 0, adjustment: percent }];
      const decision = at({
        policy: policy('PercentChangeInCapacity', steps, minAdjustment),
        capacity,
      });
      expect(decision).toMatchObject({ desired });
    },
  );

  test('of an exact capacity sets it, within the bounds', () => {
    const exactly = (adjustment: number) =>
      at({ policy: policy('ExactCapacity', [{ lower: 0, adjustment }]) });
    expect(exactly(3)).toMatchObject({ desired: 3, direction: 'in' });
    expect(exactly(99)).toMatchObject({ desired: 20, direction: 'out' });
    expect(exactly(10)).toMatchObject({ notScaled: { code: 'AlreadyAtDesiredCapacity' } });
  });

  test('that no interval covers does nothing', () => {
    expect(at({ breach: -1 })).toBeUndefined();
  });
});

describe('in its cooldown', () => {
  const last = { direction: 'out', capacityBefore: 9, fulfilledAtMs: START - MINUTE } as const;

  test('the same breach adds nothing, a larger one the difference', () => {
    expect(at({ last })).toMatchObject({ kind: 'hold', why: 'scale-out-cooldown' });
    expect(at({ last, breach: 20 })).toMatchObject({ kind: 'set', desired: 13 });
    const over = { ...last, fulfilledAtMs: START - 6 * MINUTE };
    expect(at({ last: over })).toMatchObject({ kind: 'set', desired: 11 });
  });

  test('there is no second scale-in', () => {
    const change = { policy: policy('ChangeInCapacity', DOWN), breach: -5 };
    const scaledIn = { ...last, direction: 'in' } as const;
    expect(at({ ...change, last: scaledIn })).toMatchObject({ why: 'scale-in-cooldown' });
    expect(at({ ...change, last })).toMatchObject({ kind: 'set', desired: 9 });
  });
});

/** A simulation whose only policy is a step policy, triggered by an alarm on Invocations. */
function stepped() {
  const { simulation, truth } = virtual({ policy: { maxCapacity: 5 } });
  simulation.scaling.deletePolicy('policy');
  const { id } = simulation.scaling.putStepPolicy(policy('ChangeInCapacity', TWO_STEPS), START);
  const putAlarm = (treatMissingData?: 'breaching', metricName = 'Invocations') =>
    simulation.scaling.alarms.put(
      {
        name: 'busy',
        comparison: 'GreaterThanOrEqualToThreshold',
        threshold: 1000,
        evaluationPeriods: 2,
        datapointsToAlarm: 2,
        treatMissingData,
      },
      {
        namespace: 'AWS/SageMaker',
        metricName,
        dimensions: simulation.metrics.dimensions.toReversed(),
        statistic: 'Sum',
        periodMs: MINUTE,
        actions: {
          ALARM: [
            policyArn({ ...IDENTITY, region: 'eu-west-1' }, 'steps', id),
            'arn:aws:sns:x:1:t',
          ],
          OK: [],
          INSUFFICIENT_DATA: [],
        },
      },
      { actionsEnabled: true, nowMs: START },
    );
  return { simulation, truth, putAlarm };
}

describe("a user's alarm with a step-scaling policy as its action", () => {
  test('scales out by its step once the alarm fires, and says why', () => {
    const { simulation, putAlarm } = stepped();
    putAlarm();
    load(simulation, START, START + 4 * MINUTE, 1005);
    expect(simulation.fleet.desired).toBe(2);
    expect(simulation.capacity.activities()[0]).toMatchObject({
      cause: 'monitor alarm busy in state ALARM triggered policy steps',
      description: 'Setting desired instance count to 2.',
    });
    expect(simulation.scaling.alarms.named('busy')!.executed.map(({ arn }) => arn)).toHaveLength(2);
  });

  test('repeats while the alarm stays, up to the maximum', () => {
    const { simulation, putAlarm } = stepped();
    putAlarm();
    load(simulation, START, START + 90 * MINUTE, 1005);
    expect(simulation.fleet.desired).toBe(5);
    expect(simulation.capacity.activities()[0]!.notScaled?.code).toBe('AlreadyAtMaxCapacity');
  });

  test('does nothing while its actions are disabled, or after its policy was deleted', () => {
    const { simulation, putAlarm } = stepped();
    putAlarm();
    simulation.scaling.alarms.named('busy')!.actionsEnabled = false;
    load(simulation, START, START + 6 * MINUTE, 1005);
    const { alarm, executed } = simulation.scaling.alarms.named('busy')!;
    expect([alarm.state, executed.length, simulation.fleet.desired]).toEqual(['ALARM', 0, 1]);
    simulation.scaling.deletePolicy('steps');
    putAlarm();
    load(simulation, START + 6 * MINUTE, START + 12 * MINUTE, 1005);
    const [failed, notified] = simulation.scaling.alarms.named('busy')!.executed;
    expect([failed!.error, notified!.error]).toEqual(['The policy does not exist.', undefined]);
    expect(simulation.fleet.desired).toBe(1);
  });

  test('set by hand acts at once, until the metric says otherwise', () => {
    const { simulation, putAlarm } = stepped();
    putAlarm();
    simulation.tick(START + 5 * MINUTE);
    const owner = simulation.scaling.alarms.named('busy')!;
    expect(owner.alarm.state).toBe('OK');
    simulation.apply(simulation.scaling.setAlarm(owner, 'ALARM', 'to see', START + 5 * MINUTE));
    // Its last value is 0: 1,000 below the threshold, where no step is.
    expect([owner.alarm.state, simulation.fleet.desired]).toEqual(['ALARM', 1]);
    simulation.tick(START + 8 * MINUTE);
    expect(owner.alarm.state).toBe('OK');
  });

  test('on a metric that does not exist has no data, which it may treat as breaching', () => {
    const { simulation, putAlarm } = stepped();
    putAlarm(undefined, 'Nothing');
    simulation.tick(START + 5 * MINUTE);
    expect(simulation.scaling.alarms.named('busy')!.alarm.state).toBe('INSUFFICIENT_DATA');
    putAlarm('breaching', 'Nothing');
    simulation.tick(START + 10 * MINUTE);
    const { alarm } = simulation.scaling.alarms.named('busy')!;
    expect([alarm.state, alarm.reason]).toEqual([
      'ALARM',
      'Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].',
    ]);
  });
});

describe('a scheduled action', () => {
  const action = (text: string, change: object = {}) => ({
    name: 'morning',
    expression: text,
    schedule: readSchedule(text)!,
    timeZone: undefined,
    startMs: undefined,
    endMs: undefined,
    minCapacity: 3,
    maxCapacity: undefined,
    ...change,
  });

  test('raises the minimum at its time, and with it the count', () => {
    const { simulation } = virtual({ policy: { maxCapacity: 5 } });
    simulation.scaling.scheduled.put(action('rate(10 minutes)'), START);
    simulation.apply([]);
    simulation.tick(START + 10 * MINUTE - 1);
    expect(simulation.fleet.desired).toBe(1);
    simulation.tick(START + 10 * MINUTE);
    expect(simulation.fleet.desired).toBe(3);
    expect(simulation.capacity.target).toMatchObject({ minCapacity: 3, maxCapacity: 5 });
    expect(simulation.capacity.activities().map(({ cause }) => cause)).toEqual([
      'minimum capacity was set to 3',
      'scheduled action name morning was triggered',
    ]);
  });

  test('does nothing while suspended, after its end, or once deregistered', () => {
    const { simulation } = virtual({ policy: { maxCapacity: 5 } });
    const { scheduled } = simulation.scaling;
    scheduled.put(action('rate(1 minute)', { endMs: START + 30_000 }), START);
    simulation.tick(START + 5 * MINUTE);
    const suspended = { scaleIn: false, scaleOut: false, scheduled: true };
    simulation.apply(simulation.capacity.register(bounds, suspended, START + 5 * MINUTE));
    scheduled.put(action('rate(1 minute)'), START + 5 * MINUTE);
    simulation.tick(START + 8 * MINUTE);
    expect(simulation.fleet.desired).toBe(1);
    simulation.scaling.deregister();
    simulation.tick(START + 20 * MINUTE);
    expect([simulation.fleet.desired, scheduled.list]).toEqual([1, []]);
  });
});

test('without its policy, its alarms or its target a variant does not scale', () => {
  const gone = [
    (simulation: ReturnType<typeof virtual>['simulation']) => simulation.scaling.deregister(),
    (simulation: ReturnType<typeof virtual>['simulation']) =>
      simulation.scaling.deletePolicy('policy'),
    (simulation: ReturnType<typeof virtual>['simulation']) =>
      simulation.tracking.deleteAlarms(() => true),
  ];
  for (const remove of gone) {
    const { simulation } = virtual({ policy: { targetPerMinute: 100, maxCapacity: 5 } });
    remove(simulation);
    load(simulation, START, START + 10 * MINUTE, 1000);
    expect([simulation.fleet.desired, simulation.tracking.policyAlarms]).toEqual([1, []]);
  }
});

test('a count set by an operator needs no activity, and is refused while updating or over the quota', () => {
  const { simulation } = virtual({ faults: { quotaInstances: 3 } });
  const { capacity } = simulation;
  expect(capacity.changeByHand(4, START)).toMatchObject({ code: 'ResourceLimitExceeded' });
  const effects = capacity.changeByHand(2, START);
  if ('reason' in effects) throw new Error(effects.reason);
  simulation.apply(effects);
  expect(capacity.changeByHand(3, START)).toMatchObject({ code: 'ValidationException' });
  simulation.tick(START + 12 * MINUTE);
  expect([simulation.fleet.inService, capacity.activities()]).toEqual([2, []]);
});
