import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INVOCATION_METRICS, UTILIZATION_METRICS } from '../../src/simulation/metrics.ts';
import { MetricsStore } from '../../src/simulation/metrics-store.ts';
import { statisticOf } from '../../src/simulation/statistics.ts';
import { MINUTE, START } from './virtual.ts';

const store = (changes = {}) =>
  new MetricsStore(
    { ...INVOCATION_METRICS, ...UTILIZATION_METRICS },
    {
      basePeriodMs: MINUTE,
      publishDelayMs: MINUTE,
      startMs: START,
      fullCpuPercent: 400,
      dimensions: [],
      ...changes,
    },
  );
const range = (fromMinute: number, toMinute: number, periods = 1) => ({
  startMs: START + fromMinute * MINUTE,
  endMs: START + toMinute * MINUTE,
  periods,
});
const LATER = START + 1000 * MINUTE;

test('a datapoint becomes visible one publish delay after its period ended, and not before', () => {
  const metrics = store();
  metrics.add('Invocations', START + 1, 1);
  expect(metrics.read('Invocations', range(0, 10), START + 2 * MINUTE - 1)).toEqual([]);
  expect(metrics.read('Invocations', range(0, 10), START + 2 * MINUTE)).toEqual([
    { startMs: START, sum: 1, count: 1, min: 1, max: 1 },
  ]);
});

test('a period without requests has zero invocations but no latency', () => {
  const metrics = store();
  expect(metrics.read('Invocations', range(0, 3), LATER).map(({ sum }) => sum)).toEqual([0, 0, 0]);
  expect(metrics.read('ModelLatency', range(0, 3), LATER)).toEqual([]);
});

test('there is nothing from before the start, and the end of a range is exclusive', () => {
  const datapoints = store().read('Invocations', range(-5, 2), LATER);
  expect(datapoints.map(({ startMs }) => startMs)).toEqual([START, START + MINUTE]);
});

test('a start in the middle of a period is rounded down to its beginning', () => {
  const { startMs, ...rest } = range(0, 2);
  const datapoints = store().read('Invocations', { startMs: startMs + 59_000, ...rest }, LATER);
  expect(datapoints).toHaveLength(2);
});

test('a sum of thirds comes out whole', () => {
  const metrics = store();
  for (let i = 0; i < 4500; i++) metrics.add('InvocationsPerInstance', START + i, 1 / 3);
  expect(metrics.aggregate('InvocationsPerInstance', metrics.indexAt(START))?.sum).toBe(1500);
});

test('the CPU of a fully busy instance is 100 % a core, of an idle one a little', () => {
  const metrics = store();
  metrics.add('CPUUtilization', START, 0.6);
  metrics.add('CPUUtilization', START, 0.6);
  const [busy, idle] = metrics.read('CPUUtilization', range(0, 2), LATER);
  expect(busy).toMatchObject({ sum: 400, count: 1 });
  expect(idle?.max).toBeGreaterThan(0);
  expect(idle?.max).toBeLessThan(10);
});

test('a longer period is the merge of its base periods, in any order of arrival', () => {
  const samples = fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 30 * MINUTE - 1 }),
      value: fc.integer({ min: 1, max: 1_000_000 }),
    }),
    { minLength: 1, maxLength: 80 },
  );
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 12 }), (given, periods) => {
      const metrics = store();
      for (const { atMs, value } of given) metrics.add('ModelLatency', START + atMs, value);
      const datapoints = metrics.read('ModelLatency', range(-periods, 30, periods), LATER);
      const total = (key: 'sum' | 'count') => datapoints.reduce((sum, d) => sum + d[key], 0);
      expect(total('sum')).toBe(given.reduce((sum, { value }) => sum + value, 0));
      expect(total('count')).toBe(given.length);
      for (const datapoint of datapoints) {
        expect(datapoint.startMs % (periods * MINUTE)).toBe(0);
        const inside = given
          .filter(({ atMs }) => {
            const offset = START + atMs - datapoint.startMs;
            return offset >= 0 && offset < periods * MINUTE;
          })
          .map(({ value }) => value);
        expect(datapoint.min).toBe(Math.min(...inside));
        expect(datapoint.max).toBe(Math.max(...inside));
        const mean = inside.reduce((sum, value) => sum + value, 0) / inside.length;
        expect(statisticOf(datapoint, 'Average')).toBeCloseTo(mean, 6);
      }
    }),
  );
});

test('memory is bounded: what is older than three days is forgotten', () => {
  const metrics = store();
  for (let minute = 0; minute < 5000; minute++) {
    metrics.add('Invocations', START + minute * MINUTE, 1);
    metrics.forgetBefore(START + minute * MINUTE);
  }
  const nowMs = START + 5002 * MINUTE;
  const datapoints = metrics.read('Invocations', range(0, 5000), nowMs);
  expect(datapoints.length).toBeLessThanOrEqual(3 * 24 * 60);
  expect(datapoints.length).toBeGreaterThan(4300);
});

test.each([
  { what: 'a range of all time', startMs: -8e15, endMs: 8e15, periods: 1 },
  { what: 'a period of all time', startMs: 0, endMs: 8e15, periods: 1e11 },
  { what: 'a range in the future', startMs: 7e15, endMs: 8e15, periods: 1 },
  { what: 'a range turned round', startMs: 8e15, endMs: 0, periods: 1 },
])('$what is answered without walking through all of it', ({ startMs, endMs, periods }) => {
  // Walking through 8e15 ms by the minute would take hours.
  const { length } = store().read('Invocations', { startMs, endMs, periods }, LATER);
  expect(length).toBeLessThanOrEqual(1000);
});

describe('a metric published less often than once a minute', () => {
  const seldom = () => store({ publishPeriodMs: 5 * MINUTE });

  test('has one datapoint for all of that time, dated at its beginning, and gaps by the minute', () => {
    const metrics = seldom();
    // Periods are aligned to the epoch: this one began before the store did.
    const fromMs = Math.ceil(START / (5 * MINUTE)) * 5 * MINUTE;
    for (let minute = 0; minute < 5; minute++) {
      metrics.add('Invocations', fromMs + minute * MINUTE, 1, 10);
    }
    const within = { startMs: fromMs, endMs: fromMs + 5 * MINUTE };
    const byMinute = metrics.read('Invocations', { ...within, periods: 1 }, LATER);
    expect(byMinute.map(({ startMs, sum }) => [startMs, sum])).toEqual([[fromMs, 50]]);
    const whole = metrics.read('Invocations', { ...within, periods: 5 }, LATER);
    expect(whole.map(({ startMs, sum }) => [startMs, sum])).toEqual([[fromMs, 50]]);
    const visibleMs = fromMs + 6 * MINUTE;
    const justBefore = metrics.read('Invocations', { ...within, periods: 1 }, visibleMs - 1);
    expect(justBefore).toEqual([]);
    expect(metrics.read('Invocations', { ...within, periods: 1 }, visibleMs)).toHaveLength(1);
  });
});

test('sums over six ten-second periods are those of the minute, rounded once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 59_999 }), fc.integer({ min: 1, max: 9 })), {
        minLength: 1,
        maxLength: 300,
      }),
      (requests) => {
        const zeros = { zerosWhenIdle: false };
        const short = store({ ...zeros, basePeriodMs: MINUTE / 6 });
        const long = store(zeros);
        for (const [atMs, instances] of requests) {
          short.add('InvocationsPerInstance', START + atMs, 1 / instances);
          long.add('InvocationsPerInstance', START + atMs, 1 / instances);
        }
        const [fromShort] = short.read(
          'InvocationsPerInstance',
          range(0, 1, 6),
          START + 10 * MINUTE,
        );
        const [fromLong] = long.read('InvocationsPerInstance', range(0, 1), START + 10 * MINUTE);
        expect(fromShort).toMatchObject({ count: fromLong!.count, max: fromLong!.max });
        expect(fromShort!.sum).toBeCloseTo(fromLong!.sum, 5);
      },
    ),
  );
  const metrics = store({ basePeriodMs: MINUTE / 6 });
  for (let i = 0; i < 60; i++) {
    for (let j = 0; j < 50; j++) metrics.add('InvocationsPerInstance', START + i * 1000, 1 / 3);
  }
  expect(metrics.read('InvocationsPerInstance', range(0, 1, 6), START + 10 * MINUTE)[0]!.sum).toBe(
    1000,
  );
});

test('a resource that is gone has no zeros', () => {
  const metrics = store();
  metrics.end(START + 90_000);
  expect(metrics.read('Invocations', range(0, 10), LATER)).toHaveLength(2);
  expect(metrics.hasSince('Invocations', START + MINUTE, LATER)).toBe(true);
  expect(metrics.hasSince('Invocations', START + 2 * MINUTE, LATER)).toBe(false);
  expect(metrics.hasSince('ModelLatency', START, LATER)).toBe(false);
});
