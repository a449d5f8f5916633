import { describe, expect, test } from 'vitest';
import type { StandInInput } from '../../src/scenario/stand-in-config.ts';
import { firstOf, load, MINUTE, START, virtual } from './virtual.ts';

const M5 = 'ml.m5.large';
const C5 = 'ml.c5.xlarge';
const policy = { minCapacity: 1, maxCapacity: 6, targetPerMinute: 1000 };
const instance = { provisioningSeconds: 60, serviceTimeSigma: 0, trafficDelaySeconds: 0 };

/** Two instances of the first type can be had, three of the second. */
const pooled = (input: StandInInput = {}, waitSeconds = 0) =>
  virtual({
    ...{ policy, instance },
    pools: [
      { instanceType: C5, priority: 2, speed: 2, available: 3 },
      { instanceType: M5, priority: 1, available: 2, waitSeconds },
    ],
    ...input,
  });
const setBy = ({ simulation }: ReturnType<typeof pooled>, count: number, atMs: number) => {
  const effects = simulation.capacity.changeByHand(count, atMs);
  if ('reason' in effects) throw new Error(effects.reason);
  simulation.apply(effects);
};
const counts = ({ simulation }: ReturnType<typeof pooled>) =>
  Object.fromEntries(simulation.fleet.countsByType.map((each) => [each.instanceType, each.count]));

describe('instances come in the type of highest priority that has capacity', () => {
  test('and at once in the next, as SageMaker tells a shortage at once', () => {
    const run = pooled();
    setBy(run, 4, START);
    run.simulation.tick(START + MINUTE);
    expect(counts(run)).toEqual({ [M5]: 2, [C5]: 2 });
    expect(firstOf(run.truth, 'pool-exhausted')).toMatchObject({ atMs: START, detail: M5 });
  });

  test('and in the next after it was waited for', () => {
    const run = pooled({}, 300);
    expect(counts(run)).toEqual({ [M5]: 1, [C5]: 0 });
    setBy(run, 4, START);
    run.simulation.tick(START + MINUTE);
    expect(counts(run)).toEqual({ [M5]: 2, [C5]: 0 });
    expect(run.simulation.fleet.status).toBe('Updating');
    run.simulation.tick(START + 6 * MINUTE);
    expect(counts(run)).toEqual({ [M5]: 2, [C5]: 2 });
    expect(run.simulation.fleet.status).toBe('InService');
    expect(firstOf(run.truth, 'pool-exhausted')).toMatchObject({
      atMs: START + 5 * MINUTE,
      detail: M5,
      inService: 2,
      desired: 4,
    });
    const inService = run.truth.filter(({ type }) => type === 'in-service');
    expect(inService.map(({ atMs, detail }) => [(atMs - START) / MINUTE, detail])).toEqual([
      [1, `instance 2, ${M5}`],
      [6, `instance 3, ${C5}`],
      [6, `instance 4, ${C5}`],
    ]);
    const started = run.truth.filter(({ type }) => type === 'provisioning-started');
    expect(started.map(({ atMs }) => (atMs - START) / MINUTE)).toEqual([0, 5, 5]);
  });

  test('or not at all, where no type has enough: the endpoint goes back to what it had', () => {
    const run = pooled({ poolTimeoutSeconds: 240 });
    setBy(run, 6, START);
    run.simulation.tick(START + 4 * MINUTE - 1);
    expect(run.simulation.fleet.status).toBe('Updating');
    run.simulation.tick(START + 4 * MINUTE);
    const { fleet } = run.simulation;
    expect([fleet.status, fleet.inService, fleet.desired]).toEqual(['InService', 1, 1]);
    const exhausted = run.truth.filter(({ type }) => type === 'pool-exhausted');
    expect(exhausted.map(({ atMs, detail }) => [(atMs - START) / MINUTE, detail])).toEqual([
      [0, M5],
      [0, C5],
    ]);
    setBy(run, 2, START + 5 * MINUTE);
    run.simulation.tick(START + 6 * MINUTE);
    expect(counts(run)).toEqual({ [M5]: 2, [C5]: 0 });
  });

  test('also at the start', () => {
    expect(counts(pooled({ initialInstances: 4 }))).toEqual({ [M5]: 2, [C5]: 2 });
  });
});

test('scale-in removes the lowest priority first, however old', () => {
  const run = pooled({ initialInstances: 3 });
  setBy(run, 2, START);
  run.simulation.tick(START + MINUTE);
  expect(counts(run)).toEqual({ [M5]: 2, [C5]: 0 });
  expect(firstOf(run.truth, 'instance-stopped').detail).toBe(`instance 3, ${C5}`);
  setBy(run, 1, START + 2 * MINUTE);
  run.simulation.tick(START + 3 * MINUTE);
  expect(counts(run)).toEqual({ [M5]: 1, [C5]: 0 });
});

test('a type answers as fast as its speed says, and its CPU counts its own cores', () => {
  const { simulation } = pooled({ initialInstances: 3, metrics: { enhanced: true } });
  const latencies = new Map<number, number>();
  for (let i = 0; i < 300; i++) {
    const arrival = simulation.arrive(START + i * 100);
    if (arrival.outcome !== 'served' || !('instanceId' in arrival)) throw new Error('refused');
    latencies.set(arrival.instanceId, arrival.completeMs - arrival.startMs);
  }
  expect([1, 2, 3].map((id) => latencies.get(id))).toEqual(
    [8, 8, 4].map((ms) => expect.closeTo(ms)),
  );
  const idle = simulation.stores
    .filter(({ definitions, dimensions }) => 'CPUUtilization' in definitions && dimensions[2])
    .map((store) => store.aggregate('CPUUtilization', store.indexAt(START))!.max);
  expect(idle[2]).toBeLessThan(idle[0]! * 1.5);
});

describe('a starved instance', () => {
  const shares = (input: StandInInput, starved?: { ordinal: number; share: number }) => {
    const { simulation } = virtual({
      ...{ initialInstances: 4, policy: { maxCapacity: 4 } },
      ...input,
      faults: starved ? { starvedInstance: starved } : {},
    });
    const sent = new Map<number, number>();
    for (let i = 0; i < 20_000; i++) {
      const arrival = simulation.arrive(START + i);
      if ('instanceId' in arrival) {
        sent.set(arrival.instanceId, (sent.get(arrival.instanceId) ?? 0) + 1);
      }
    }
    return [1, 2, 3, 4].map((id) => (4 * (sent.get(id) ?? 0)) / 20_000);
  };

  test('is sent its share of an even split at random, and the others the rest', () => {
    const [first, second, third, fourth] = shares({}, { ordinal: 2, share: 0.2 });
    expect(second).toBeCloseTo(0.2, 1);
    for (const other of [first, third, fourth]) expect(other).toBeCloseTo(3.8 / 3, 1);
    expect(shares({}, { ordinal: 4, share: 0 })[3]).toBe(0);
  });

  test('is passed over where requests go to the fewest outstanding', () => {
    const routing = 'least-outstanding';
    const [first, second] = shares({ routing }, { ordinal: 2, share: 0.2 });
    expect(second).toBeCloseTo(0.2, 1);
    expect(first).toBeGreaterThan(1);
    expect(shares({ routing }, { ordinal: 2, share: 0 })[1]).toBe(0);
  });

  test('changes nothing for a fleet it is not in', () => {
    expect(shares({}, { ordinal: 9, share: 0 })).toEqual(shares({}));
  });

  test('that is alone takes everything', () => {
    const { simulation } = virtual({ faults: { starvedInstance: { ordinal: 1, share: 0 } } });
    load(simulation, START, START + MINUTE, 60);
    expect(
      simulation.metrics.aggregate('Invocations', simulation.metrics.indexAt(START))!.sum,
    ).toBe(60);
  });
});
