import { describe, expect, it } from 'vitest';
import type { LoadSample, OutcomeCounts } from '../../src/record/load-events.ts';
import { AbortRule } from '../../src/run/abort-rule.ts';
import { abortSchema } from '../../src/scenario/schema.ts';
import { sketchLine } from '../verdict/synthetic-load.ts';

const SETTINGS = abortSchema.parse({ maxErrorShare: 0.5, maxRefusedShare: 0.25, forSeconds: 5 });

function sample(second: number, outcomes: OutcomeCounts, worker = 1): LoadSample {
  const none = sketchLine(1, 0);
  return {
    type: 'sample',
    worker,
    second,
    startMs: second * 1_000,
    planned: 10,
    sent: 10,
    sentInOwnSecond: 10,
    notSent: {},
    outcomes,
    inFlight: 0,
    backlog: 0,
    connections: 1,
    connectionLimitHits: 0,
    eventLoopUtilization: 0.1,
    lagMs: none,
    latencyMs: none,
    serviceTimeMs: none,
  };
}

/** First second after which the rule asks to stop, and why; null when it never does. */
function stopsAfter(outcomesOf: (second: number) => OutcomeCounts, seconds = 60) {
  const rule = new AbortRule(SETTINGS);
  for (let second = 0; second < seconds; second += 1) {
    rule.add(sample(second, outcomesOf(second)));
    const reason = rule.reason();
    if (reason !== null) return { second, reason };
  }
  return null;
}

describe('the abort rule', () => {
  it.each<[string, (second: number) => OutcomeCounts, number | null, RegExp | null]>([
    ['lets a healthy load run', () => ({ correct: 10 }), null, null],
    ['lets wrong predictions run: they are answers', () => ({ wrong: 10 }), null, null],
    [
      'stops after five seconds of failures',
      (second) => (second < 20 ? { correct: 10 } : { 'server-error': 6, correct: 4 }),
      24,
      /^60 % of requests failed for 5 s; the limit is 50 %\.$/,
    ],
    [
      'stops sooner for refusals, which are fewer',
      (second) => (second < 20 ? { correct: 10 } : { throttled: 3, correct: 7 }),
      24,
      /^The API rejected 30 % of requests/,
    ],
    ['bears a share of exactly the limit', () => ({ timeout: 5, correct: 5 }), null, null],
    [
      'begins to count again after a good second',
      (second) => (second % 5 === 4 ? { correct: 10 } : { network: 10 }),
      null,
      null,
    ],
    [
      'is not reset by seconds in which nothing ended',
      (second) => (second % 2 === 0 ? {} : { timeout: 10 }),
      4,
      /^100 %/,
    ],
    ['says nothing of a handful of requests', () => ({ network: 1 }), null, null],
  ])('%s', (_name, outcomesOf, second, reason) => {
    const stop = stopsAfter(outcomesOf);
    expect(stop?.second ?? null).toBe(second);
    if (reason) expect(stop?.reason).toMatch(reason);
  });

  it('waits until every worker has reported a second', () => {
    const rule = new AbortRule(SETTINGS);
    rule.add(sample(0, { correct: 10 }, 2));
    for (let second = 0; second < 10; second += 1) rule.add(sample(second, { network: 10 }, 1));
    expect(rule.reason()).toBeNull();
    for (let second = 1; second < 5; second += 1) rule.add(sample(second, { network: 10 }, 2));
    expect(rule.reason()).toBeNull();
    rule.add(sample(5, { network: 10 }, 2));
    expect(rule.reason()).toMatch(/^100 %/);
  });
});
