import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VARIANT_METRICS } from '../../src/simulation/metrics.ts';
import { MetricsStore } from '../../src/simulation/metrics-store.ts';
import { statisticOf } from '../../src/simulation/statistics.ts';
import { MINUTE, START } from './virtual.ts';

const store = (changes = {}) =>
  new MetricsStore(VARIANT_METRICS, {
    basePeriodMs: MINUTE,
    publishDelayMs: MINUTE,
    startMs: START,
    fullCpuPercent: 400,
    dimensions: [],
    ...changes,
  });
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
