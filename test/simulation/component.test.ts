/** An inference component in virtual time: copies, the instances below them, zero, a rolling update. */
import { describe, expect, test } from 'vitest';
import type { StandInInput } from '../../src/scenario/stand-in-config.ts';
import { componentDimensions, instanceIdOf } from '../../src/simulation/identity.ts';
import { metricSource } from '../../src/simulation/metric-source.ts';
import { firstOf, load, MINUTE, START, virtual } from './virtual.ts';

const policy = { targetPerMinute: 1500, maxCapacity: 6 };
const NAME = 'wine-component';

function component(
  settings: Omit<NonNullable<StandInInput['component']>, 'name'>,
  input: StandInInput = {},
) {
  return virtual({ policy, ...input, component: { name: NAME, ...settings } });
}

/** The sum of a metric of the component over the whole run. */
function sumOf({ stores }: ReturnType<typeof virtual>['simulation'], metricName: string): number {
  const dimensions = componentDimensions(NAME);
  const found = metricSource(stores, { namespace: 'AWS/SageMaker', metricName, dimensions })!;
  const range = { startMs: START, endMs: START + 1000 * MINUTE, periods: 1 };
  const points = found.store.read(metricName, range, range.endMs + 10 * MINUTE);
  return points.reduce((whole, { sum }) => whole + sum, 0);
}

describe('one copy of two that an instance holds, under enough for five', () => {
  const { simulation, truth } = component({ copiesPerInstance: 2 });
  load(simulation, START, START + 30 * MINUTE, 7000);
  const whileLoaded = truth.length;
  simulation.tick(START + 150 * MINUTE);
  const out = firstOf(truth, 'desired-changed');
  const timesOf = (type: string, from = 0, to = truth.length) =>
    truth
      .slice(from, to)
      .filter((event) => event.type === type)
      .map(({ atMs, inService, desired }) => ({
        seconds: (atMs - out.atMs) / 1000,
        inService,
        desired,
      }));

  test('the metric per copy breaches, and the policy wants five copies', () => {
    expect(firstOf(truth, 'metric-breach').detail).toBe('InvocationsPerCopy 7000 > 1500');
    expect(out).toMatchObject({ atMs: START + 4 * MINUTE, inService: 1, desired: 5 });
  });

  test('the one that fits starts; the others wait for two instances, and then start', () => {
    expect(timesOf('provisioning-started', 0, whileLoaded)).toHaveLength(4);
    expect(timesOf('instances-wanted', 0, whileLoaded)).toEqual([
      { seconds: 0, inService: 1, desired: 3 },
    ]);
    expect(timesOf('instances-in-service', 0, whileLoaded)).toEqual([
      { seconds: 270, inService: 3, desired: 3 },
    ]);
    expect(timesOf('in-service', 0, whileLoaded)).toEqual([
      { seconds: 60, inService: 2, desired: 5 },
      { seconds: 330, inService: 3, desired: 5 },
      { seconds: 330, inService: 4, desired: 5 },
      { seconds: 330, inService: 5, desired: 5 },
    ]);
    expect(timesOf('taking-traffic').map(({ seconds }) => seconds)).toEqual([90, 360, 360, 360]);
  });

  test('after the scale-in the empty instances stay for twelve minutes', () => {
    const [inAgain] = timesOf('desired-changed', whileLoaded);
    expect(inAgain).toMatchObject({ inService: 1, desired: 1 });
    const left = { seconds: inAgain!.seconds + 720, inService: 1, desired: 1 };
    expect(timesOf('instances-wanted', whileLoaded)).toEqual([left]);
    expect(timesOf('instances-in-service', whileLoaded)).toEqual([left]);
    expect(simulation.instances).toMatchObject({ inService: 1, desired: 1, status: 'InService' });
  });

  test('activities and alarms name the component and its copies', () => {
    const [, scaledOut] = simulation.capacity.activities().filter((a) => !a.notScaled);
    expect(scaledOut).toMatchObject({
      status: 'Successful',
      description: 'Setting desired copy count to 5.',
      cause: expect.stringContaining(`TargetTracking-inference-component/${NAME}-AlarmHigh-`),
      statusMessage:
        'Successfully set desired copy count to 5. Change successfully fulfilled by sagemaker.',
    });
    expect(scaledOut!.endMs! - scaledOut!.startMs).toBe(330_000);
  });

  test('the component counts per copy, the variant per instance', () => {
    expect(sumOf(simulation, 'Invocations')).toBe(30 * 7000);
    expect(sumOf(simulation, 'NoCapacityInvocationFailures')).toBe(0);
    const at = simulation.metrics.indexAt(START + 25 * MINUTE);
    expect(simulation.metrics.aggregate('InvocationsPerInstance', at)!.sum).toBeCloseTo(7000 / 3);
    const perCopy = simulation.component!.store.aggregate('InvocationsPerCopy', at)!;
    expect(perCopy.sum).toBeCloseTo(7000 / 5);
    // Of five copies with eight slots each, 7,000 requests of some 8.5 ms take a fortieth.
    const { utilization } = simulation.component!;
    const busy = utilization.aggregate('CPUUtilizationNormalized', at)!.max;
    const served = 7000 * 8.5;
    expect(busy).toBeCloseTo(1.5 + (98.5 * served) / (5 * 8 * MINUTE), 0);
  });
});

describe('no more instances than are allowed', () => {
  test.each([
    { by: 'maxInstances', settings: { maxInstances: 2 }, input: {} },
    { by: 'the quota', settings: {}, input: { faults: { quotaInstances: 2 } } },
  ])('by $by: the copies beyond stay wanted, and fewer can be asked for', ({ settings, input }) => {
    const { simulation } = component({ copiesPerInstance: 2, ...settings }, input);
    load(simulation, START, START + 20 * MINUTE, 8000);
    expect(simulation.instances).toMatchObject({ inService: 2, desired: 2 });
    expect(simulation.fleet).toMatchObject({ inService: 4, desired: 6, status: 'Updating' });
    simulation.tick(START + 60 * MINUTE);
    // The scale-in was not refused, although the scale-out was never fulfilled.
    expect(simulation.fleet).toMatchObject({ inService: 1, desired: 1, status: 'InService' });
    const [last, before] = simulation.capacity.activities().filter((a) => !a.notScaled);
    expect([last!.status, before!.status]).toEqual(['Successful', 'Overridden']);
  });

  test('fewer copies than are wanted, and no fewer than there are, is done at once', () => {
    const { simulation } = component({ maxInstances: 2, initialCopies: 2 });
    for (const copies of [4, 2]) simulation.apply(effectsOf(simulation, copies));
    expect(simulation.fleet).toMatchObject({ inService: 2, desired: 2, status: 'InService' });
  });

  test('a copy that stops leaves its room to one that waits', () => {
    const { simulation, truth } = component({
      maxInstances: 2,
      initialCopies: 2,
      copyStartSeconds: 30,
      updateAtSeconds: 600,
    });
    simulation.apply(effectsOf(simulation, 2));
    simulation.tick(START + 60 * MINUTE);
    // The update's own copy finds no room, and nothing stops before it is there.
    expect(simulation.fleet).toMatchObject({ inService: 2, desired: 2, status: 'Updating' });
    expect(truth.filter(({ type }) => type === 'in-service')).toEqual([]);
  });
});

function effectsOf({ capacity }: ReturnType<typeof virtual>['simulation'], copies: number) {
  const effects = capacity.changeByHand(copies, START + MINUTE);
  if ('reason' in effects) throw new Error(effects.reason);
  return effects;
}

describe('to zero and back', () => {
  const settings = { minInstances: 0, copyStartSeconds: 90 };
  const zero = { policy: { ...policy, minCapacity: 0 } };

  test('an idle component goes to zero copies, and twelve minutes later to zero instances', () => {
    const { simulation, truth } = component(settings, zero);
    simulation.tick(START + 60 * MINUTE);
    const gone = firstOf(truth, 'instance-stopped');
    expect(gone).toMatchObject({ atMs: START + 16 * MINUTE, inService: 0, desired: 0 });
    expect(firstOf(truth, 'instances-in-service')).toMatchObject({
      atMs: START + 28 * MINUTE,
      inService: 0,
      desired: 0,
    });
  });

  test('a request at zero is refused, counted as such alone, and wakes the component', () => {
    const { simulation, truth } = component({ ...settings, wakeUp: true }, zero);
    simulation.tick(START + 60 * MINUTE);
    const asleep = truth.length;
    const wake = START + 60 * MINUTE;
    const refused = { outcome: 'rejected', instanceId: -1, noCapacity: true };
    const request = (seconds: number) => simulation.arrive(wake + seconds * 1000);
    for (let s = 0; s < 480; s += 10) expect(request(s)).toEqual(refused);
    for (let s = 480; s < 1200; s += 10) expect(request(s)).toMatchObject({ outcome: 'served' });
    const after = truth.slice(asleep);
    // The refused minute closes, is published a minute later, and the alarm fires.
    const alarm = firstOf(after, 'alarm', `${NAME}-no-capacity`);
    expect(alarm.detail).toMatch(/-> ALARM$/);
    expect(alarm.atMs).toBe(wake + 2 * MINUTE);
    expect(firstOf(after, 'desired-changed')).toMatchObject({ atMs: alarm.atMs, desired: 1 });
    expect(firstOf(after, 'instances-in-service').atMs).toBe(alarm.atMs + 270_000);
    expect(firstOf(after, 'in-service').atMs).toBe(alarm.atMs + 270_000 + 90_000);
    // Neither the alarms of before it woke nor the refusals that are told late change it again.
    expect(after.filter(({ type }) => type === 'desired-changed')).toHaveLength(1);
    expect(sumOf(simulation, 'NoCapacityInvocationFailures')).toBe(48);
    expect(sumOf(simulation, 'Invocations')).toBe(72);
    const [activity] = simulation.capacity.activities().filter((a) => !a.notScaled);
    expect(activity).toMatchObject({
      status: 'Successful',
      cause: `monitor alarm ${NAME}-no-capacity in state ALARM triggered policy ${NAME}-wake-up`,
    });
  });

  test('a component that woke for nothing goes back to zero a few minutes later', () => {
    const { simulation, truth } = component({ ...settings, wakeUp: true }, zero);
    simulation.tick(START + 60 * MINUTE);
    const asleep = truth.length;
    simulation.arrive(START + 60 * MINUTE);
    simulation.tick(START + 120 * MINUTE);
    const after = truth.slice(asleep);
    const minutes = after
      .filter(({ type }) => type === 'in-service' || type === 'instance-stopped')
      .map(({ atMs, type }) => [type, (atMs - START) / MINUTE]);
    expect(minutes).toEqual([
      ['in-service', 68],
      ['instance-stopped', 70],
    ]);
  });

  test('without the step policy, nothing wakes it: target tracking cannot leave zero', () => {
    const { simulation } = component(settings, zero);
    simulation.tick(START + 60 * MINUTE);
    for (let m = 60; m < 120; m++) simulation.arrive(START + m * MINUTE);
    expect(simulation.fleet).toMatchObject({ inService: 0, desired: 0 });
    expect(sumOf(simulation, 'NoCapacityInvocationFailures')).toBe(60);
  });
});

describe('a rolling update of two copies, an hour after the start', () => {
  const { simulation, truth } = component(
    {
      copiesPerInstance: 4,
      initialCopies: 2,
      updateAtSeconds: 3600,
      updateSeconds: 300,
    },
    { policy: { ...policy, minCapacity: 2 } },
  );
  simulation.tick(START + 61 * MINUTE);
  const during = simulation.fleet.status;
  const refused = simulation.capacity.changeByHand(3, START + 61 * MINUTE);
  simulation.tick(START + 120 * MINUTE);

  test('replaces one copy after the other, with one more than desired for a while', () => {
    const hour = START + 60 * MINUTE;
    const events = truth
      .filter(({ atMs, type }) => atMs >= hour && type !== 'taking-traffic')
      .map(({ type, atMs, inService, detail }) => [(atMs - hour) / 1000, type, inService, detail]);
    expect(events).toEqual([
      [0, 'provisioning-started', 2, 'copy 3'],
      [60, 'in-service', 3, 'copy 3'],
      [150, 'instance-stopped', 2, 'copy 1'],
      [150, 'provisioning-started', 2, 'copy 4'],
      [210, 'in-service', 3, 'copy 4'],
      [300, 'instance-stopped', 2, 'copy 2'],
    ]);
  });

  test('is Updating all the while, refuses a change of the count, and is no scaling activity', () => {
    expect(during).toBe('Updating');
    expect(refused).toMatchObject({
      code: 'ValidationException',
      reason: expect.stringMatching(
        /^Cannot update inference component "arn:.*" while it is in state UPDATE_RC_IN_PROGRESS\.$/,
      ),
    });
    expect(simulation.fleet).toMatchObject({ inService: 2, desired: 2, status: 'InService' });
    expect(simulation.component!.changedAtMs).toBe(START + 65 * MINUTE);
    expect(simulation.capacity.activities().filter((a) => !a.notScaled)).toEqual([]);
  });

  test('does not begin during a change of the count', () => {
    const busy = component({ updateAtSeconds: 90, copyStartSeconds: 120, copiesPerInstance: 9 });
    busy.simulation.apply(effectsOf(busy.simulation, 2));
    busy.simulation.tick(START + 30 * MINUTE);
    const started = busy.truth.filter(({ type }) => type === 'provisioning-started');
    expect(started.map(({ atMs }) => (atMs - START) / 1000).slice(0, 2)).toEqual([60, 180]);
  });

  test('of no copies is over at once', () => {
    const { simulation: idle } = component(
      { minInstances: 0, updateAtSeconds: 3600 },
      { policy: { ...policy, minCapacity: 0 } },
    );
    idle.tick(START + 70 * MINUTE);
    expect(idle.fleet).toMatchObject({ inService: 0, status: 'InService' });
  });
});

test('a policy on concurrency counts per copy: out after 3 x 10 s, in after 90 x 10 s', () => {
  const { simulation, truth } = component(
    { copiesPerInstance: 8, initialCopies: 1 },
    {
      policy: { metric: 'ConcurrentRequestsPerModel', targetConcurrency: 2, maxCapacity: 6 },
      instance: { concurrency: 1, serviceTimeMs: 40, serviceTimeSigma: 0 },
      publishDelaySeconds: 0,
    },
  );
  load(simulation, START, START + 5 * MINUTE, 1800);
  simulation.tick(START + 40 * MINUTE);
  const { policyAlarms } = simulation.tracking;
  expect(
    policyAlarms.map((each) => [each.metric.name, simulation.tracking.periodMsOf(each)]),
  ).toEqual([
    ['ConcurrentRequestsPerCopy', 10_000],
    ['ConcurrentRequestsPerCopy', 10_000],
  ]);
  expect(policyAlarms.map(({ alarm }) => alarm.definition.evaluationPeriods)).toEqual([3, 90]);
  expect(firstOf(truth, 'desired-changed')).toMatchObject({ desired: 6 });
  const names = simulation.concurrency.store.definitions;
  expect(Object.keys(names)).toEqual(['ConcurrentRequestsPerCopy']);
});

test('enhanced metrics are by the instances below the copies', () => {
  const { simulation } = component(
    { copiesPerInstance: 2, initialCopies: 3 },
    { metrics: { enhanced: true }, policy: { ...policy, targetPerMinute: 1e9, minCapacity: 3 } },
  );
  load(simulation, START, START + MINUTE, 600);
  const ids = [1, 2].map((number) => instanceIdOf(simulation.identity, number));
  const counts = ids.map((Value) => {
    const store = simulation.stores.find(({ dimensions }) =>
      dimensions.some((each) => each.Name === 'InstanceId' && each.Value === Value),
    )!;
    return store.aggregate('Invocations', store.indexAt(START))!.sum;
  });
  expect(counts[0]! + counts[1]!).toBe(600);
  // Two copies of three are on the first.
  expect(counts[0]).toBeGreaterThan(330);
  expect(
    simulation.stores
      .flatMap(({ dimensions }) => dimensions)
      .filter(({ Name }) => Name === 'InstanceId'),
  ).toHaveLength(2);
});
