import { expect, test } from 'vitest';
import { firstOf, load, MINUTE, START, virtual } from './virtual.ts';

const SECOND = 1000;
const constant = { concurrency: 4, queue: 1000, serviceTimeMs: 1000, serviceTimeSigma: 0 };

test('requests that wait count as those being served, on each instance of its own', () => {
  const { simulation } = virtual({
    policy: { maxCapacity: 1 },
    instance: { ...constant, concurrency: 1 },
  });
  // Ten at once on one slot: after 1 s nine are left, after 3 s seven, and so on.
  for (let i = 0; i < 10; i++) simulation.arrive(START);
  simulation.tick(START + 20 * SECOND);
  const { store } = simulation.concurrency;
  const first = store.aggregate('ConcurrentRequestsPerModel', store.indexAt(START));
  expect(first).toEqual({ sum: 9 + 7 + 5 + 3 + 1, count: 5, min: 1, max: 9 });
});

test('it is published every ten seconds, ten seconds later', () => {
  const { simulation } = virtual();
  const { store } = simulation.concurrency;
  simulation.tick(START + 30 * SECOND);
  const range = { startMs: START, endMs: START + MINUTE, periods: 1 };
  const times = store
    .read('ConcurrentRequestsPerModel', range, START + 30 * SECOND)
    .map(({ startMs }) => startMs - START);
  expect(times).toEqual([0, 10 * SECOND]);
});

test('a policy on it scales out within a minute, where the minute metric takes four', () => {
  const busy = { instance: constant, policy: { maxCapacity: 8 } };
  const perMinute = 20 * 60;
  const slow = virtual({ ...busy, policy: { ...busy.policy, targetPerMinute: 600 } });
  load(slow.simulation, START, START + 6 * MINUTE, perMinute);
  const fast = virtual({
    ...busy,
    policy: { ...busy.policy, metric: 'ConcurrentRequestsPerModel', targetConcurrency: 8 },
  });
  load(fast.simulation, START, START + 6 * MINUTE, perMinute);
  const alarm = (truth: typeof slow.truth) => firstOf(truth, 'alarm', '-> ALARM').atMs - START;
  expect(alarm(slow.truth)).toBe(4 * MINUTE);
  expect(alarm(fast.truth)).toBeLessThanOrEqual(MINUTE);
  expect(firstOf(fast.truth, 'metric-breach').detail).toMatch(
    /^ConcurrentRequestsPerModel \d+ > 8$/,
  );
  expect(fast.simulation.fleet.desired).toBeGreaterThan(1);
});

test('its alarms are on the maximum: 3 of 10 s to scale out, 15 of a minute to scale in', () => {
  const { simulation } = virtual({ policy: { metric: 'ConcurrentRequestsPerModel' } });
  const { tracking } = simulation;
  const alarms = tracking.policyAlarms.map((owner) => ({
    statistic: owner.metric.statistic,
    seconds: tracking.periodMsOf(owner) / SECOND,
    of: owner.alarm.definition.evaluationPeriods,
    threshold: owner.alarm.definition.threshold,
  }));
  expect(alarms).toEqual([
    { statistic: 'Maximum', seconds: 10, of: 3, threshold: 6 },
    { statistic: 'Maximum', seconds: 60, of: 15, threshold: 5.4 },
  ]);
});

test('an alarm that stays on acts once a minute, however often its metric comes', () => {
  const { simulation } = virtual({
    instance: constant,
    policy: { metric: 'ConcurrentRequestsPerModel', maxCapacity: 8, targetConcurrency: 2 },
  });
  load(simulation, START, START + 4 * MINUTE, 3 * 60);
  load(simulation, START + 4 * MINUTE, START + 5 * MINUTE, 600 * 60);
  const failed = simulation.capacity.activities().filter(({ status }) => status === 'Failed');
  const starts = failed.map(({ startMs }) => startMs).reverse();
  for (let i = 1; i < starts.length; i++) {
    expect(starts[i]! - starts[i - 1]!).toBeGreaterThanOrEqual(MINUTE - 1);
  }
});

test('a calm quarter of an hour scales in again', () => {
  const { simulation, truth } = virtual({
    initialInstances: 3,
    policy: { metric: 'ConcurrentRequestsPerModel' },
  });
  simulation.tick(START + 30 * MINUTE);
  expect(firstOf(truth, 'desired-changed').atMs).toBeGreaterThanOrEqual(START + 15 * MINUTE);
  expect(simulation.fleet.desired).toBe(1);
});
