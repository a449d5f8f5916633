import { expect, test } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { carriedByCount } from '../../src/analysis/carried-by-count.ts';
import { type Knobs, syntheticRun } from '../verdict/synthetic-run.ts';

const BOUND = { percentile: 99, maxMs: 400, maxErrorShare: 0.01 };
const GRACE_SECONDS = 3;

const FAST = { latencyMs: () => 6, serviceTimeMs: () => 5 };
/** One instance, unless told otherwise; a ramp of 10/s a second. */
const carriedIn = (
  changes: Partial<Knobs>,
  bound: Parameters<typeof carriedByCount>[2] = BOUND,
) => {
  const ramp = (second: number) => 10 * (second + 1);
  const run = syntheticRun({ steps: [], planned: ramp, ...FAST, ...changes });
  const { seconds, points } = analyse(run).evidence;
  return carriedByCount(seconds, points, bound, GRACE_SECONDS);
};
const LIMIT = 600;

test('a load that is carried is no limit', () => {
  const [one] = carriedIn({ planned: () => 1_000 });
  expect(one).toMatchObject({
    instances: 1,
    perInstanceRps: 1_000,
    limit: null,
    missedAtRps: null,
  });
});

test('latency above a rate is a limit there', () => {
  const latencyMs = (second: number) => (10 * second > LIMIT ? 900 : 5);
  const [one] = carriedIn({ latencyMs, serviceTimeMs: latencyMs });
  expect(one?.limit).toBe('latency');
  expect(one?.perInstanceRps).toBeLessThanOrEqual(LIMIT);
  expect(one?.perInstanceRps).toBeGreaterThan(0.85 * LIMIT);
  expect(one?.missedAtRps).toBeGreaterThan(0.9 * LIMIT);
});

test('errors above a rate are a limit; throttles are one of somebody else', () => {
  const above = (outcome: string) =>
    carriedIn({
      outcomes: (_, sent) => ({
        correct: Math.min(sent, LIMIT),
        [outcome]: Math.max(0, sent - LIMIT),
      }),
    })[0];
  expect(above('server-error')?.limit).toBe('errors');
  expect(above('throttled')?.limit).toBe('throttles');
  expect(above('server-error')?.perInstanceRps).toBeLessThanOrEqual(LIMIT);
});

test('what only the generator delays is no limit', () => {
  const lagMs = (second: number) => (10 * second > LIMIT ? 900 : 0.2);
  const [one] = carriedIn({ lagMs, latencyMs: (second) => 5 + lagMs(second) });
  expect(one).toMatchObject({ limit: null, missedAtRps: null });
});

test('a stall at a rate that is carried otherwise is no limit', () => {
  const latencyMs = (second: number) => (second >= 40 && second < 45 ? 900 : 5);
  const [one] = carriedIn({ latencyMs, serviceTimeMs: latencyMs });
  expect(one?.limit).toBeNull();
});

test('without a latency bound, falling behind is the limit', () => {
  const bound = { percentile: null, maxMs: null, maxErrorShare: 0.01 };
  const [one] = carriedIn({ outcomes: (_, sent) => ({ correct: Math.min(sent, LIMIT) }) }, bound);
  expect(one?.limit).toBe('overload');
  expect(one?.perInstanceRps).toBeLessThanOrEqual(LIMIT);
  expect(one?.perInstanceRps).toBeGreaterThan(0.9 * LIMIT);
});

test('each count of instances has its own entry', () => {
  const run = syntheticRun();
  const { seconds, points } = analyse(run).evidence;
  expect(carriedByCount(seconds, points, BOUND, GRACE_SECONDS).map((one) => one.instances)).toEqual(
    [1, 3],
  );
});
