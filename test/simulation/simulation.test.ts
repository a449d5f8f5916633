import { describe, expect, test } from 'vitest';
import { firstOf, load, MINUTE, START, virtual } from './virtual.ts';

const policy = { targetPerMinute: 1500, maxCapacity: 20 };

describe('target 1,500 a minute under a sustained 20,000 a minute, in true time', () => {
  const { simulation, truth } = virtual({ policy });
  const LOAD_FROM = START + 5 * MINUTE;
  const LOAD_TO = LOAD_FROM + 30 * MINUTE;
  simulation.tick(LOAD_FROM);
  load(simulation, LOAD_FROM, LOAD_TO, 20_000);
  const whileLoaded = truth.length;
  simulation.tick(LOAD_TO + 60 * MINUTE);
  const afterwards = truth.slice(whileLoaded);

  test('the metric first closes above the target at the end of the first loaded minute', () => {
    expect(firstOf(truth, 'metric-breach').atMs).toBe(LOAD_FROM + MINUTE);
  });

  test('scale-out waits for three full breaching minutes and the publish delay', () => {
    const alarm = firstOf(truth, 'alarm', 'OK -> ALARM');
    expect(alarm).toMatchObject({ atMs: LOAD_FROM + 4 * MINUTE, inService: 1, desired: 1 });
    expect(firstOf(truth, 'desired-changed')).toMatchObject({ atMs: alarm.atMs, desired: 14 });
  });

  test('thirteen instances come into service one provisioning time later', () => {
    const arrived = truth.filter(({ type }) => type === 'in-service');
    expect(arrived.map(({ inService }) => inService)).toEqual(
      Array.from({ length: 13 }, (_, i) => i + 2),
    );
    for (const { atMs } of arrived) expect(atMs).toBe(LOAD_FROM + 4 * MINUTE + 270_000);
  });

  test('the alarm acting again every minute adds nothing to what is on its way', () => {
    const changes = truth.slice(0, whileLoaded).filter(({ type }) => type === 'desired-changed');
    expect(changes).toHaveLength(1);
  });

  test('scale-in comes no sooner than fifteen calm minutes and the publish delay', () => {
    const changed = firstOf(afterwards, 'desired-changed');
    expect(changed.atMs).toBe(LOAD_TO + 16 * MINUTE);
    expect(firstOf(afterwards, 'alarm', 'AlarmLow').atMs).toBe(changed.atMs);
    expect(simulation.fleet.inService).toBe(1);
  });

  test('the scaling activities read like those of AWS', () => {
    const [scaledIn, scaledOut] = simulation.capacity.activities().filter((a) => !a.notScaled);
    expect(scaledOut).toMatchObject({
      status: 'Successful',
      startMs: LOAD_FROM + 4 * MINUTE,
      endMs: LOAD_FROM + 4 * MINUTE + 270_000,
      description: 'Setting desired instance count to 14.',
      cause: expect.stringMatching(
        /^monitor alarm TargetTracking-endpoint\/wine\/variant\/AllTraffic-AlarmHigh-\S+ in state ALARM triggered policy policy$/,
      ),
      statusMessage:
        'Successfully set desired instance count to 14. Change successfully fulfilled by sagemaker.',
    });
    expect(scaledIn?.description).toBe('Setting desired instance count to 1.');
  });
});

test('after a partial scale-in the next waits for the cooldown on top of its calm quarter of an hour', () => {
  const { simulation, truth } = virtual({
    initialInstances: 8,
    policy: { ...policy, scaleInCooldownSeconds: 1200 },
  });
  // Enough for four instances, then for none.
  load(simulation, START, START + 20 * MINUTE, 5500);
  simulation.tick(START + 90 * MINUTE);
  const [first, second] = truth.filter(({ type }) => type === 'desired-changed');
  expect(first).toMatchObject({ desired: 4, atMs: START + 16 * MINUTE });
  expect(second).toMatchObject({ desired: 1 });
  expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(20 * MINUTE);
});

test('a load at the target never scales, one just above it does', () => {
  const calm = virtual({ policy });
  load(calm.simulation, START, START + 60 * MINUTE, 1500);
  expect(calm.simulation.fleet.desired).toBe(1);
  const busy = virtual({ policy });
  load(busy.simulation, START, START + 60 * MINUTE, 1501);
  expect(busy.simulation.fleet.desired).toBe(2);
});

test('a burst of two minutes is too short for the high alarm', () => {
  const { simulation } = virtual({ policy });
  load(simulation, START, START + 2 * MINUTE, 30_000);
  simulation.tick(START + 30 * MINUTE);
  expect(simulation.fleet.desired).toBe(1);
});

test('while the endpoint is Updating a larger scale-out fails, and succeeds when tried again', () => {
  const { simulation } = virtual({ policy });
  load(simulation, START, START + 5 * MINUTE, 3000);
  load(simulation, START + 5 * MINUTE, START + 14 * MINUTE, 9000);
  const activities = simulation.capacity.activities().filter((a) => !a.notScaled);
  const failed = activities.filter(({ status }) => status === 'Failed');
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.at(-1)?.statusMessage).toMatch(
    /^Failed to set desired instance count to 6\. Reason: Cannot update in-progress endpoint "arn:aws:sagemaker:us-east-1:\d+:endpoint\/wine"\.$/,
  );
  expect(activities.map(({ description }) => description)).toContain(
    'Setting desired instance count to 2.',
  );
  expect(simulation.fleet.desired).toBe(6);
});

test('at its maximum the policy says so once, among the decisions not to scale', () => {
  const { simulation } = virtual({ policy: { ...policy, maxCapacity: 1 } });
  load(simulation, START, START + 30 * MINUTE, 20_000);
  const declined = simulation.capacity.activities().filter(({ notScaled }) => notScaled);
  // As AWS files it: failed, although nothing was attempted, without an end or a message.
  expect(declined).toEqual([
    {
      id: expect.any(String),
      sequence: expect.any(Number),
      startMs: expect.any(Number),
      status: 'Failed',
      description: 'Attempting to scale due to alarm triggered',
      cause: expect.stringContaining('AlarmHigh'),
      notScaled: { code: 'AlreadyAtMaxCapacity', maxCapacity: 1 },
    },
  ]);
});

test('marked as not scalable for a while, the variant scales out as soon as it may', () => {
  const unscalable = { atSeconds: 0, seconds: 10 * 60 };
  const { simulation } = virtual({ policy, faults: { unscalable } });
  load(simulation, START, START + 9 * MINUTE, 20_000);
  const code = 'TargetServicePutResourceAsUnscalable';
  expect(simulation.capacity.activities()).toMatchObject([
    { status: 'Failed', notScaled: { code } },
  ]);
  load(simulation, START + 9 * MINUTE, START + 12 * MINUTE, 20_000);
  expect(simulation.fleet.desired).toBeGreaterThan(1);
});

test('where capacity is short the endpoint goes back to its old count, and its activity stays InProgress', () => {
  const { simulation } = virtual({ policy, faults: { capacityShortageSeconds: 10 * 60 } });
  load(simulation, START, START + 5 * MINUTE, 3000);
  expect(simulation.fleet).toMatchObject({ status: 'Updating', desired: 2, inService: 1 });
  load(simulation, START + 5 * MINUTE, START + 16 * MINUTE, 3000);
  const [newest, first] = simulation.capacity.activities();
  expect(simulation.fleet.inService).toBe(1);
  expect(first).toMatchObject({
    status: 'Overridden',
    statusMessage: expect.stringContaining('2'),
  });
  expect(newest).toMatchObject({ status: 'InProgress' });
  expect(newest?.endMs).toBeUndefined();
});

test('a suspended target neither scales out nor in, and does once resumed', () => {
  const { simulation } = virtual({ policy });
  const bounds = { minCapacity: 1, maxCapacity: 20 };
  const suspended = { scaleOut: true, scaleIn: true, scheduled: false };
  simulation.apply(simulation.capacity.register(bounds, suspended, START));
  load(simulation, START, START + 10 * MINUTE, 20_000);
  expect(simulation.fleet.desired).toBe(1);
  const resumed = { ...suspended, scaleOut: false };
  simulation.apply(simulation.capacity.register(bounds, resumed, START + 10 * MINUTE));
  load(simulation, START + 10 * MINUTE, START + 12 * MINUTE, 20_000);
  expect(simulation.fleet.desired).toBe(14);
});

test('scale-in that is disabled does not happen', () => {
  const { simulation } = virtual({
    initialInstances: 4,
    policy: { ...policy, scaleInDisabled: true },
  });
  simulation.tick(START + 60 * MINUTE);
  expect(simulation.fleet.desired).toBe(4);
});

test('more instances at the start than the policy allows are fewer at once', () => {
  const { simulation, truth } = virtual({
    initialInstances: 6,
    policy: { ...policy, maxCapacity: 2 },
  });
  expect(simulation.fleet.desired).toBe(2);
  const [activity] = simulation.capacity.activities();
  expect(activity?.cause).toBe('maximum capacity was set to 2');
  simulation.tick(START);
  expect(truth.filter(({ type }) => type === 'instance-stopped')).toHaveLength(4);
});

test('the metrics count what happened: invocations, per instance, errors and latency', () => {
  const { simulation } = virtual({
    initialInstances: 2,
    policy: { ...policy, targetPerMinute: 1e6 },
    instance: { concurrency: 1, queue: 0, serviceTimeMs: 100, serviceTimeSigma: 0 },
  });
  const outcomes = { served: 0, rejected: 0, throttled: 0 };
  for (let i = 0; i < 2000; i++) outcomes[simulation.arrive(START + i * 30).outcome] += 1;
  simulation.arrive(START + MINUTE - 1, 'client-error');
  simulation.tick(START + 5 * MINUTE);
  const sum = (name: Parameters<typeof simulation.metrics.aggregate>[0]) =>
    simulation.metrics.aggregate(name, simulation.metrics.indexAt(START))?.sum;
  expect(sum('Invocations')).toBe(2001);
  expect(sum('InvocationsPerInstance')).toBe(1000.5);
  expect(outcomes.rejected).toBeGreaterThan(0);
  expect(sum('Invocation5XXErrors')).toBeGreaterThanOrEqual(outcomes.rejected);
  const latency = simulation.metrics.aggregate('ModelLatency', simulation.metrics.indexAt(START));
  expect(latency).toMatchObject({ min: 100_000, max: 100_000 });
});

test('time compression divides AWS durations and nothing else', () => {
  const { simulation, truth, settings } = virtual({ timeCompression: 12, policy });
  expect(settings).toMatchObject({
    basePeriodMs: 5000,
    publishDelayMs: 5000,
    policy: { targetPerPeriod: 125, scaleOutCooldownMs: 25_000, scaleInCooldownMs: 25_000 },
    fleet: { instance: { provisioningMs: 22_500 } },
    serviceTime: { medianMs: 8 },
  });
  // The same requests per second; everything happens twelve times sooner.
  load(simulation, START, START + 5 * MINUTE, 20_000);
  expect(firstOf(truth, 'alarm', '-> ALARM').atMs).toBe(START + 20_000);
  expect(firstOf(truth, 'in-service').atMs).toBe(START + 42_500);
});

test('a late tick gives the same history as punctual ones', () => {
  const punctual = virtual({ policy });
  const late = virtual({ policy });
  for (const { simulation } of [punctual, late]) load(simulation, START, START + 3 * MINUTE, 9000);
  for (let second = 180; second <= 3600; second++) {
    punctual.simulation.tick(START + second * 1000);
  }
  late.simulation.tick(START + 60 * MINUTE);
  expect(late.truth).toEqual(punctual.truth);
});

test('the truth is told in order of time', () => {
  const { simulation, truth } = virtual({ policy });
  load(simulation, START, START + 20 * MINUTE, 9000);
  simulation.tick(START + 120 * MINUTE);
  const times = truth.map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(truth.map(({ type }) => type)).toEqual(expect.arrayContaining(['instance-stopped']));
});
