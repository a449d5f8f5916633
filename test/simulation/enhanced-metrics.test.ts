import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StandInInput } from '../../src/scenario/stand-in-config.ts';
import { instanceIdOf } from '../../src/simulation/identity.ts';
import type { MetricsStore } from '../../src/simulation/metrics-store.ts';
import { firstOf, IDENTITY, load, MINUTE, START, virtual } from './virtual.ts';

const COUNTS = [
  'Invocations',
  'Invocation4XXErrors',
  'Invocation5XXErrors',
  'InvocationModelErrors',
] as const;
const LATER = START + 300 * MINUTE;
const idOf = (store: MetricsStore) =>
  store.dimensions.find(({ Name }) => Name === 'InstanceId')?.Value;
const instancesOf = ({ stores }: { stores: readonly MetricsStore[] }) =>
  stores.filter((store) => idOf(store) !== undefined);
const totals = (store: MetricsStore, name: string, periods = 1) =>
  store.read(name, { startMs: START - 60 * MINUTE, endMs: LATER, periods }, LATER);
const sumOf = (store: MetricsStore, name: string) =>
  totals(store, name).reduce((sum, each) => sum + each.sum, 0);

const policy = { minCapacity: 1, maxCapacity: 4, targetPerMinute: 1500 };
const enhanced = (input: StandInInput = {}) =>
  virtual({ policy, metrics: { enhanced: true, publishSeconds: 10 }, ...input });

describe('metrics by instance', () => {
  test('name the second instance as the endpoint and its number do, in every run', () => {
    const id = instanceIdOf(IDENTITY, 2);
    expect(id).toMatch(/^i-[0-9a-f]{17}$/);
    expect(instanceIdOf({ ...IDENTITY, region: 'eu-west-1' }, 2)).toBe(id);
    const ids = Array.from({ length: 2000 }, (_, i) => instanceIdOf(IDENTITY, i + 1));
    expect(new Set(ids).size).toBe(2000);
    const { simulation } = enhanced({ initialInstances: 2 });
    expect(instancesOf(simulation).map(idOf)).toEqual(ids.slice(0, 2));
  });

  test('exist only where enhanced metrics are on', () => {
    expect(instancesOf(virtual().simulation)).toEqual([]);
    const { simulation } = virtual({ metrics: { publishSeconds: 10 } });
    expect(instancesOf(simulation)).toEqual([]);
  });

  test('begin when an instance comes into service, and end, still listed, when it stops', () => {
    const { simulation, truth } = enhanced();
    load(simulation, START, START + 10 * MINUTE, 4000);
    simulation.tick(START + 120 * MINUTE);
    const second = instancesOf(simulation)[1]!;
    const points = totals(second, 'Invocations');
    expect(points[0]!.startMs).toBe(
      Math.floor(firstOf(truth, 'in-service', 'instance 2').atMs / 10_000) * 10_000,
    );
    const stoppedMs = firstOf(truth, 'instance-stopped', 'instance 2').atMs;
    expect(points.at(-1)!.startMs).toBe(Math.floor(stoppedMs / 10_000) * 10_000);
    expect(simulation.fleet.inService).toBe(1);
  });

  test('tell the instance that is slower than the others', () => {
    const { simulation } = enhanced({
      initialInstances: 3,
      faults: { badInstance: { ordinal: 2, slowFactor: 5, errorShare: 0.5 } },
    });
    load(simulation, START, START + 2 * MINUTE, 3000);
    simulation.tick(LATER);
    const means = instancesOf(simulation).map((store) => {
      const points = totals(store, 'ModelLatency');
      const [sum, count] = [0, 0].map((_, i) =>
        points.reduce((all, each) => all + (i === 0 ? each.sum : each.count), 0),
      );
      return sum! / count!;
    });
    expect(means[1]!).toBeGreaterThan(3 * means[0]!);
    expect(means[1]!).toBeGreaterThan(3 * means[2]!);
    const failed = instancesOf(simulation).map((store) => sumOf(store, 'Invocation5XXErrors'));
    expect(failed).toEqual([0, expect.any(Number), 0]);
    expect(failed[1]).toBeGreaterThan(500);
  });

  test('add up to the variant’s, whatever the fleet', () => {
    fc.assert(
      fc.property(
        fc.record({
          initialInstances: fc.integer({ min: 1, max: 5 }),
          routing: fc.constantFrom('random' as const, 'least-outstanding' as const),
          seed: fc.integer({ min: 0, max: 1_000_000 }),
          publishSeconds: fc.constantFrom(10 as const, 30 as const, 60 as const, 300 as const),
          perMinute: fc.integer({ min: 1, max: 6000 }),
          queue: fc.integer({ min: 0, max: 5 }),
        }),
        ({ initialInstances, routing, seed, publishSeconds, perMinute, queue }) => {
          const { simulation } = virtual({
            ...{ initialInstances, routing, seed, policy },
            instance: { concurrency: 1, queue, serviceTimeMs: 40 },
            metrics: { enhanced: true, publishSeconds },
            faults: { badInstance: { ordinal: 1, errorShare: 0.3 } },
          });
          load(simulation, START, START + 8 * MINUTE, perMinute);
          simulation.tick(START + 40 * MINUTE);
          const stores = instancesOf(simulation);
          for (const name of COUNTS) {
            const parts = stores.reduce((sum, store) => sum + sumOf(store, name), 0);
            expect([name, parts]).toEqual([name, sumOf(simulation.metrics, name)]);
          }
          const latency = stores.reduce((sum, store) => sum + sumOf(store, 'ModelLatency'), 0);
          expect(latency).toBeCloseTo(sumOf(simulation.metrics, 'ModelLatency'), 2);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('a quarter of all slot-time is a quarter of each CPU, whatever the period', () => {
    for (const publishSeconds of [10, 60, 120] as const) {
      const { simulation } = virtual({
        ...{ initialInstances: 2, routing: 'least-outstanding', policy: { maxCapacity: 2 } },
        instance: {
          concurrency: 4,
          serviceTimeMs: 100,
          serviceTimeSigma: 0,
          trafficDelaySeconds: 0,
        },
        metrics: { enhanced: true, publishSeconds },
      });
      load(simulation, START, START + 15 * MINUTE, 60 * 20);
      const fullMs = Math.ceil((START + MINUTE) / 600_000) * 600_000;
      const cpus = simulation.stores
        .filter((store) => 'CPUUtilization' in store.definitions)
        .map((store) => store.aggregate('CPUUtilization', store.indexAt(fullMs))!.sum);
      expect(cpus).toHaveLength(3);
      for (const cpu of cpus) expect(cpu / 400).toBeCloseTo(0.25, 1);
    }
  });
});

describe('alarms go on counting minutes', () => {
  test.each([10, 30] as const)('of a metric published every %i s', (publishSeconds) => {
    const minutely = virtual({ policy });
    const often = virtual({ policy, metrics: { enhanced: true, publishSeconds } });
    for (const { simulation } of [minutely, often]) {
      load(simulation, START, START + 10 * MINUTE, 4000);
      simulation.tick(START + 60 * MINUTE);
    }
    const [high] = often.simulation.tracking.policyAlarms;
    expect(often.simulation.tracking.periodMsOf(high!)).toBe(MINUTE);
    const breachMs = (run: typeof often) => firstOf(run.truth, 'metric-breach').atMs;
    // What really happened is known as finely as it is counted: the load is over the target from its start on.
    expect(breachMs(minutely)).toBe(START + MINUTE);
    expect(breachMs(often)).toBe(START + publishSeconds * 1_000);
    const alarmMs = ({ simulation }: typeof often) =>
      simulation.tracking.policyAlarms[0]!.alarm.history.find(({ to }) => to === 'ALARM')!.atMs;
    // The datapoint is visible sooner, by what the publish delay is shorter.
    const soonerMs = MINUTE - publishSeconds * 1000;
    expect(alarmMs(often)).toBe(alarmMs(minutely) - soonerMs);
    const breaches = (run: typeof often) =>
      run.truth.filter(({ type }) => type === 'metric-breach');
    expect(breaches(often)).toHaveLength(breaches(minutely).length);
  });

  test('of a metric published every 300 s, and see gaps', () => {
    const { simulation } = virtual({ policy, metrics: { enhanced: true, publishSeconds: 300 } });
    load(simulation, START, START + 30 * MINUTE, 100);
    simulation.tick(START + 60 * MINUTE);
    const [high, low] = simulation.tracking.policyAlarms.map(({ alarm }) =>
      alarm.history.map(({ to }) => to),
    );
    // Five minutes' worth in one minute of five: never above the target, and unknown in between.
    expect(new Set(high)).toEqual(new Set(['OK', 'INSUFFICIENT_DATA']));
    expect(new Set(low)).toEqual(new Set(['ALARM', 'INSUFFICIENT_DATA']));
  });

  test('utilization alone follows the setting where enhanced metrics are off', () => {
    const { simulation } = virtual({ metrics: { publishSeconds: 10 } });
    const periods = simulation.stores.map((store) => [
      Object.keys(store.definitions).includes('CPUUtilization'),
      store.basePeriodMs,
    ]);
    expect(periods).toEqual([
      [false, MINUTE],
      [true, 10_000],
      [false, 10_000],
    ]);
  });
});
