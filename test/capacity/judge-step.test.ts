import { describe, expect, test } from 'vitest';
import type { LoadSecond } from '../../src/analysis/load-seconds.ts';
import { judgeStep, type StepJudgment } from '../../src/capacity/judge-step.ts';
import { DurationSketch } from '../../src/record/sketch.ts';

const RPS = 500;
const ORDER = { purpose: 'refining', targetRps: RPS, seconds: 16 } as const;
const START_MS = 1_000_000;

const JUDGMENT: StepJudgment = {
  bound: { percentile: 99, maxMs: 400, maxErrorShare: 0.01, confidence: 0.99 },
  heldInstances: 1,
  points: [],
  generator: { minShare: 0.99, lagP99Ms: 50 },
};

interface Second {
  readonly latencyMs?: number;
  /** Of the requests, those slower, by this much more. */
  readonly slow?: { readonly share: number; readonly ms: number };
  readonly lagMs?: number;
  readonly sent?: number;
  readonly inFlight?: number;
  readonly outcomes?: LoadSecond['outcomes'];
  readonly notSent?: LoadSecond['notSent'];
}

function second(index: number, is: Second = {}): LoadSecond {
  const { latencyMs = 10, slow = { share: 0, ms: 0 }, lagMs = 0, sent = RPS } = is;
  const latency = new DurationSketch();
  const service = new DurationSketch();
  const lag = new DurationSketch();
  for (let request = 0; request < RPS; request += 1) {
    // Not all alike, and no two seconds quite the same.
    const own = latencyMs * (1 + (((request * 7 + index * 3) % 10) - 5) / 50);
    const serviceMs = own + (request < slow.share * RPS ? slow.ms : 0);
    service.accept(serviceMs);
    latency.accept(serviceMs + lagMs);
    lag.accept(lagMs);
  }
  return {
    second: index,
    startMs: START_MS + index * 1_000,
    planned: RPS,
    sent,
    sentInOwnSecond: sent,
    notSent: is.notSent ?? {},
    outcomes: is.outcomes ?? { correct: RPS },
    outcomesByDue: {},
    completed: RPS,
    inFlight: is.inFlight ?? 5 + (index % 2),
    backlog: 0,
    connectionLimitHits: 0,
    connections: 8,
    eventLoopUtilization: 0.2,
    lagMs: lag,
    latencyMs: latency,
    serviceTimeMs: service,
  };
}

const judge = (of: (index: number) => Second, judgment = JUDGMENT) =>
  judgeStep(
    ORDER,
    0,
    Array.from({ length: ORDER.seconds }, (_, index) => second(index, of(index))),
    judgment,
  )!;

describe('a step', () => {
  test('is met when nothing is near the bound, and tells what was seen', () => {
    expect(judge(() => ({}))).toMatchObject({
      outcome: 'met',
      reason: 'ok',
      answeredRps: RPS,
      errorShare: 0,
      instances: 1,
    });
  });

  test('does not count how it began', () => {
    const { outcome, latencyMs, warmUpSeconds } = judge((index) =>
      index < 5 ? { latencyMs: 900 - 170 * index } : {},
    );
    expect(outcome).toBe('met');
    expect(warmUpSeconds).toBeGreaterThanOrEqual(5);
    expect(latencyMs.max).toBeLessThan(20);
  });

  test('is missed when the queue grows, long before that reaches the bound', () => {
    const step = judge((index) => ({ inFlight: 5 + 15 * index, latencyMs: 10 + 5 * index }));
    expect(step).toMatchObject({ outcome: 'missed', reason: 'not-steady' });
    expect(step.littlesLawDeviation).toBeNull();
  });

  test('is missed by errors over the budget, and open where few of one second may be chance', () => {
    const failing = (share: number) => ({
      outcomes: { correct: RPS * (1 - share), 'server-error': RPS * share },
    });
    expect(judge(() => failing(0.04))).toMatchObject({ outcome: 'missed', reason: 'errors' });
    const once = judge((index) => (index === 12 ? failing(0.2) : {}));
    expect(once).toMatchObject({ outcome: 'open', reason: 'errors' });
  });

  test('is missed when every second is over the bound, and open after one stall', () => {
    expect(judge(() => ({ latencyMs: 600 }))).toMatchObject({
      outcome: 'missed',
      reason: 'latency',
    });
    const stalled = judge((index) => (index === 12 ? { slow: { share: 0.9, ms: 900 } } : {}));
    expect(stalled).toMatchObject({ outcome: 'open', reason: 'latency' });
  });

  test('is void when the generator’s delay alone is over the bound', () => {
    expect(judge(() => ({ lagMs: 500 }))).toMatchObject({
      outcome: 'void',
      reason: 'generator-late',
    });
  });

  test('is met in spite of a late generator, and missed when the target alone is over the bound', () => {
    expect(judge(() => ({ lagMs: 100 }))).toMatchObject({ outcome: 'met' });
    expect(judge(() => ({ lagMs: 100, latencyMs: 900 }))).toMatchObject({ outcome: 'missed' });
  });

  test('is void when a part was not sent, or the count changed, or was about to', () => {
    expect(judge(() => ({ sent: RPS * 0.8 }))).toMatchObject({
      outcome: 'void',
      reason: 'not-sent',
    });
    const seen = (current: number, desired: number, atMs = START_MS + 9_000) => ({
      ...JUDGMENT,
      points: [{ atMs, current, desired, status: 'InService' }],
    });
    const of = () => ({});
    expect(judge(of, seen(2, 2))).toMatchObject({ reason: 'count-changed', instances: null });
    expect(judge(of, seen(1, 2))).toMatchObject({ outcome: 'void', reason: 'count-changed' });
    expect(judge(of, seen(1, 1)).outcome).toBe('met');
    expect(judge(of, seen(2, 2, START_MS - 1)).outcome).toBe('met');
  });

  test('ends where it was stopped, and never was where nothing of it was sent', () => {
    const step = judge((index) => (index >= 10 ? { notSent: { stopped: 1 }, sent: 0 } : {}));
    expect(step).toMatchObject({ toMs: START_MS + 10_000, outcome: 'met' });
    expect(judgeStep(ORDER, 60, [second(0)], JUDGMENT)).toBeNull();
  });
});
