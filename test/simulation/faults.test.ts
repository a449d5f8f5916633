/** Each fault of the simulation alone, in virtual time: what it does, and that it does no more. */
import { describe, expect, test } from 'vitest';
import type { StandInInput } from '../../src/scenario/stand-in-config.ts';
import { finishOf } from '../../src/simulation/faults.ts';
import { firstOf, load, MINUTE, START, virtual } from './virtual.ts';

const policy = { targetPerMinute: 600, maxCapacity: 8 };
const PER_MINUTE = 2000;

/** Five calm minutes, then a quarter of an hour that needs four instances. */
function run(faults: StandInInput['faults'], more: StandInInput = {}) {
  const { simulation, truth } = virtual({ policy, faults, ...more });
  simulation.tick(START + 5 * MINUTE);
  load(simulation, START + 5 * MINUTE, START + 20 * MINUTE, PER_MINUTE);
  const sumOf = (name: 'Invocation5XXErrors' | 'InvocationModelErrors' | 'Invocations') => {
    const range = { startMs: START, endMs: START + 30 * MINUTE, periods: 30 };
    const points = simulation.metrics.read(name, range, START + 20 * MINUTE);
    return points.reduce((total, { sum }) => total + sum, 0);
  };
  return { simulation, truth, sumOf, activities: simulation.capacity.activities() };
}

test('without a fault it scales to four, and nothing fails', () => {
  const { simulation, activities, sumOf } = run({});
  expect(simulation.fleet.inService).toBe(4);
  expect(activities.filter(({ status }) => status === 'Failed')).toEqual([]);
  expect(sumOf('InvocationModelErrors')).toBe(0);
});

test('over the quota of instances SageMaker refuses, in its own words, and again every minute', () => {
  const { simulation, activities } = run({ quotaInstances: 3 });
  expect(simulation.fleet.desired).toBe(1);
  const refused = activities.filter(({ status }) => status === 'Failed');
  expect(refused.length).toBeGreaterThan(5);
  expect(refused[0]!.statusMessage).toMatch(
    /^Failed to set desired instance count to 4\. Reason: The account-level service limit 'ml\.m5\.xlarge for endpoint usage' is 3 Instances, with current utilization of 1 Instances and a request delta of 3 Instances\. /,
  );
});

test('up to the quota nothing is refused', () => {
  const { simulation, activities } = run({ quotaInstances: 4 });
  expect(simulation.fleet.inService).toBe(4);
  expect(activities.some(({ status }) => status === 'Failed')).toBe(false);
});

test('a refusal that is none of quotas holds for every change, and again every minute', () => {
  const { simulation, activities } = run({ scalingRefusal: 'Could not assume the role.' });
  expect(simulation.fleet.desired).toBe(1);
  expect(activities.length).toBeGreaterThan(5);
  expect(new Set(activities.map(({ statusMessage }) => statusMessage))).toEqual(
    new Set(['Failed to set desired instance count to 4. Reason: Could not assume the role.']),
  );
});

test('a scale-in that is held comes so much later, a scale-out does not', () => {
  const changes = (holdScaleInSeconds: number) => {
    const { simulation, truth } = run({ holdScaleInSeconds });
    simulation.tick(START + 90 * MINUTE);
    return truth
      .filter(({ type }) => type === 'desired-changed')
      .map(({ atMs, desired }) => ({ desired, minute: (atMs - START) / MINUTE }));
  };
  const [out, inwards] = changes(0);
  expect(out!.desired).toBe(4);
  expect(inwards!.desired).toBe(1);
  expect(changes(600)).toEqual([out, { desired: 1, minute: inwards!.minute + 10 }]);
});

test('a high alarm that wants more periods fires so much later', () => {
  const firedAt = (alarmDatapoints: number) => {
    const { truth } = run({}, { policy: { ...policy, alarmDatapoints } });
    return firstOf(truth, 'alarm', 'OK -> ALARM').atMs;
  };
  expect(firedAt(8) - firedAt(3)).toBe(5 * MINUTE);
});

test('with scale-out suspended the alarm fires, and nothing comes of it', () => {
  const { simulation, truth, activities } = run({ suspendScaleOut: true });
  expect(simulation.capacity.target?.suspended).toEqual({
    scaleOut: true,
    scaleIn: false,
    scheduled: false,
  });
  expect(firstOf(truth, 'alarm', 'OK -> ALARM').detail).toContain('AlarmHigh');
  expect(simulation.tracking.policyAlarms[0]!.alarm.state).toBe('ALARM');
  expect(activities).toEqual([]);
  expect(simulation.fleet.desired).toBe(1);
});

test('a high alarm on another metric sleeps through the breach, the low one watches on', () => {
  const { simulation, truth } = run({ alarmMetric: 'Invocation4XXErrors' });
  const [high, low] = simulation.tracking.policyAlarms;
  expect([high!.metric.name, high!.metric.statistic, high!.alarm.state]).toEqual([
    'Invocation4XXErrors',
    'Sum',
    'OK',
  ]);
  expect(low!.metric.name).toBe('InvocationsPerInstance');
  expect(firstOf(truth, 'metric-breach')).toBeDefined();
  expect(simulation.fleet.desired).toBe(1);
});

test('it sleeps as well where the policy tracks the metric of ten seconds', () => {
  const concurrency = { ...policy, metric: 'ConcurrentRequestsPerModel' } as const;
  const { simulation } = run({ alarmMetric: 'ModelLatency' }, { policy: concurrency });
  const [high] = simulation.tracking.policyAlarms;
  expect([high!.metric.statistic, simulation.tracking.periodMsOf(high!)]).toEqual([
    'Average',
    MINUTE,
  ]);
});

test('a metric that is never published leaves its alarms without data', () => {
  const { simulation } = run({ unpublishedMetrics: ['InvocationsPerInstance'] });
  const states = simulation.tracking.policyAlarms.map(({ alarm }) => alarm.state);
  expect(states).toEqual(['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA']);
  expect(simulation.fleet.desired).toBe(1);
  expect(simulation.metrics.publishes('InvocationsPerInstance')).toBe(false);
  expect(simulation.metrics.publishes('Invocations')).toBe(true);
});

describe('a bad instance', () => {
  const instance = { serviceTimeMs: 10, serviceTimeSigma: 0, concurrency: 64 };

  test('is slow, the others are not', () => {
    const badInstance = { ordinal: 2, slowFactor: 5 };
    const { simulation } = virtual({ initialInstances: 3, instance, faults: { badInstance } });
    const arrivals = Array.from({ length: 300 }, (_, i) => simulation.arrive(START + i));
    const tookMs = new Map(
      arrivals.flatMap((arrival) =>
        'startMs' in arrival
          ? [[arrival.instanceId, Math.round(arrival.completeMs - arrival.startMs)] as const]
          : [],
      ),
    );
    expect(Object.fromEntries(tookMs)).toEqual({ 1: 10, 2: 50, 3: 10 });
  });

  test('fails its share of its own requests, which counts as errors of the model', () => {
    const badInstance = { ordinal: 1, errorShare: 0.5 };
    const { simulation } = virtual({ initialInstances: 2, instance, faults: { badInstance } });
    const arrivals = Array.from({ length: 4000 }, (_, i) => simulation.arrive(START + i / 100));
    const failed = arrivals.filter((arrival) => 'failed' in arrival);
    expect(failed.every((arrival) => 'instanceId' in arrival && arrival.instanceId === 1)).toBe(
      true,
    );
    // Half of about 2,000; five standard deviations are 140.
    expect(Math.abs(failed.length - 1000)).toBeLessThan(140);
    const at = simulation.metrics.indexAt(START);
    expect(simulation.metrics.aggregate('Invocation5XXErrors', at)?.sum).toBe(failed.length);
    expect(simulation.metrics.aggregate('InvocationModelErrors', at)?.sum).toBe(failed.length);
  });

  test('serves another model, the others do not', () => {
    const badInstance = { ordinal: 2, swapLabels: true };
    const { simulation } = virtual({ initialInstances: 3, instance, faults: { badInstance } });
    const arrivals = Array.from({ length: 300 }, (_, i) => simulation.arrive(START + i));
    for (const arrival of arrivals) {
      expect('swapped' in arrival).toBe('instanceId' in arrival && arrival.instanceId === 2);
    }
  });

  test('serves an older version of the model, the others do not', () => {
    const badInstance = { ordinal: 2, staleShare: 0.02 };
    const { simulation } = virtual({ initialInstances: 3, instance, faults: { badInstance } });
    const arrivals = Array.from({ length: 300 }, (_, i) => simulation.arrive(START + i));
    for (const arrival of arrivals) {
      expect('stale' in arrival).toBe('instanceId' in arrival && arrival.instanceId === 2);
    }
  });

  test('can be one that is launched later', () => {
    const badInstance = { ordinal: 2, errorShare: 1 };
    const { simulation, sumOf, truth } = run({ badInstance }, { instance });
    expect(simulation.fleet.inService).toBe(4);
    expect(sumOf('Invocation5XXErrors')).toBeGreaterThan(0);
    const second = truth.find(({ type, detail }) => type === 'in-service' && /\b2$/.test(detail))!;
    const before = simulation.metrics.indexAt(second.atMs) - 1;
    expect(simulation.metrics.aggregate('Invocation5XXErrors', before)?.sum).toBe(0);
  });
});

test('while it is Updating it refuses its share, and only then', () => {
  const { simulation, truth, sumOf } = run({ errorsWhileUpdating: 0.25 });
  const from = simulation.metrics.indexAt(firstOf(truth, 'desired-changed').atMs);
  const to = simulation.metrics.indexAt(firstOf(truth, 'in-service').atMs);
  const refused = sumOf('Invocation5XXErrors');
  const duringMs = firstOf(truth, 'in-service').atMs - firstOf(truth, 'desired-changed').atMs;
  const expected = 0.25 * PER_MINUTE * (duringMs / MINUTE);
  expect(Math.abs(refused - expected)).toBeLessThan(5 * Math.sqrt(expected));
  for (const index of [from - 1, to + 1]) {
    expect(simulation.metrics.aggregate('Invocation5XXErrors', index)?.sum).toBe(0);
  }
});

describe('a stall', () => {
  test.each([
    { what: 'work done before it', startMs: 0, workMs: 9, finishMs: 9 },
    { what: 'work under way', startMs: 5, workMs: 10, finishMs: 25 },
    { what: 'work that would end with its first moment', startMs: 0, workMs: 10, finishMs: 20 },
    { what: 'work begun in it', startMs: 15, workMs: 3, finishMs: 23 },
    { what: 'work begun as it ends', startMs: 20, workMs: 3, finishMs: 23 },
  ])('$what ends at $finishMs', ({ startMs, workMs, finishMs }) => {
    expect(finishOf(startMs, workMs, { fromMs: 10, toMs: 20 })).toBe(finishMs);
  });

  test.each([
    { kind: 'an endpoint of instances', input: {} },
    { kind: 'a serverless endpoint', input: { serverless: { maxConcurrency: 200 } } },
  ])('nothing of $kind completes in it, and afterwards everything does', ({ input }) => {
    const stall = { atSeconds: 60, seconds: 30 };
    const { simulation } = virtual({ ...input, faults: { stall } });
    const arrivals = Array.from({ length: 1000 }, (_, i) => simulation.arrive(START + i * 100));
    const [fromMs, toMs] = [START + MINUTE, START + 1.5 * MINUTE];
    const ends = arrivals.flatMap((arrival) =>
      'completeMs' in arrival ? [arrival.completeMs] : [],
    );
    expect(ends.filter((endMs) => endMs >= fromMs && endMs < toMs)).toEqual([]);
    expect(ends.filter((endMs) => endMs >= toMs).length).toBeGreaterThan(100);
  });
});
