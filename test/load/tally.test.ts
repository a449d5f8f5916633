import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Tally } from '../../src/load/replay/tally.ts';
import type { LoadEnd, LoadEvent, LoadSample } from '../../src/record/load-events.ts';
import type { Outcome } from '../../src/systems/outcome.ts';

function tallyOf(dueBefore: (ms: number) => number) {
  const events: LoadEvent[] = [];
  const samples: LoadSample[] = [];
  const tally = new Tally({
    worker: 1,
    totalWorkers: 1,
    plan: { count: dueBefore(Number.POSITIVE_INFINITY), durationMs: 4_000, dueBefore },
    planStartMs: 1_000_000,
    maxConnections: 10,
    timeoutMs: 1_000,
    gauges: () => ({ connections: 0, eventLoopUtilization: 0 }),
    onEvent: (event) => {
      events.push(event);
      if (event.type === 'sample') samples.push(event);
    },
  });
  return { tally, events, samples, end: () => events.at(-1) as LoadEnd };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

test('a stall of several seconds yields one sample for each', () => {
  const { tally, samples } = tallyOf((ms) => Math.min(50, ms / 100));
  tally.recordSent(10, 0);
  tally.recordSent(3_500, 100);
  tally.close();
  expect(
    samples.map(({ second, sent, planned, startMs }) => [second, sent, planned, startMs]),
  ).toEqual([
    [0, 1, 10, 1_000_000],
    [1, 0, 10, 1_001_000],
    [2, 0, 10, 1_002_000],
    [3, 1, 10, 1_003_000],
  ]);
});

test('does not count a late request as sent in its own second', () => {
  const { tally, samples } = tallyOf(() => 2);
  tally.recordSent(999, 998);
  tally.recordSent(1_001, 999);
  tally.close();
  expect(samples.map((sample) => [sample.sent, sample.sentInOwnSecond])).toEqual([
    [1, 1],
    [1, 0],
  ]);
});

test('says how many seconds earlier each failure was due', () => {
  const { tally, samples } = tallyOf(() => 0);
  tally.recordEnd(2_100, 900, 950, 'timeout');
  tally.recordEnd(2_200, 1_999, 2_000, 'timeout');
  tally.recordEnd(2_300, 1_000, 1_000, 'timeout');
  tally.recordEnd(2_400, 2_000, 2_000, 'timeout');
  tally.recordEnd(2_500, 100, 100, 'wrong');
  tally.recordEnd(2_600, 100, 100, 'correct');
  tally.recordEnd(3_100, 3_050, 3_050, 'server-error');
  tally.close();
  expect(samples.map(({ dueEarlier }) => dueEarlier)).toEqual([
    undefined,
    undefined,
    { timeout: { 1: 2, 2: 1 }, wrong: { 2: 1 } },
    undefined,
  ]);
});

test('counts cold starts once a response reports them', () => {
  const { tally, samples, end } = tallyOf(() => 0);
  tally.recordEnd(100, 0, 0, 'correct');
  tally.recordAnswer(1_100, { number: 1 }, { outcome: 'correct', coldStart: false });
  tally.recordAnswer(2_100, { number: 1 }, { outcome: 'correct', coldStart: true });
  tally.recordAnswer(2_200, { number: 1 }, { outcome: 'throttled', coldStart: true });
  tally.end('completed', 2_500);
  expect(samples.map(({ coldStarts }) => coldStarts)).toEqual([undefined, 0, 2]);
  expect(samples[0]).not.toHaveProperty('coldStarts');
  expect(end().coldStarts).toBe(2);
});

describe('predictions by row', () => {
  const wine = (outcome: Outcome, predicted: string | null = null) => ({ outcome, predicted });

  test('are a line every five seconds, and one before the end line', () => {
    const { tally, events } = tallyOf(() => 0);
    tally.recordAnswer(100, { number: 17 }, wine('correct', '0'));
    tally.recordAnswer(2_100, { number: 17 }, wine('wrong', '2'));
    tally.recordAnswer(3_900, { number: 17 }, wine('correct', '0'));
    tally.recordAnswer(7_000, { number: 18 }, wine('correct', '1'));
    tally.end('completed', 8_000);
    const types = events.map(({ type }) => type);
    expect(types.lastIndexOf('answers')).toBe(types.length - 2);
    expect(events.filter(({ type }) => type === 'answers')).toEqual([
      {
        type: 'answers',
        worker: 1,
        startMs: 1_000_000,
        second: 0,
        seconds: 5,
        leftOut: 0,
        groups: [
          { predicted: '0', outcome: 'correct', rows: [17], counts: [2], first: [0], last: [3] },
          { predicted: '2', outcome: 'wrong', rows: [17], counts: [1], first: [2], last: [2] },
        ],
      },
      {
        type: 'answers',
        worker: 1,
        startMs: 1_005_000,
        second: 5,
        seconds: 3,
        leftOut: 0,
        groups: [
          { predicted: '1', outcome: 'correct', rows: [18], counts: [1], first: [2], last: [2] },
        ],
      },
    ]);
  });

  test('are written for a load without an observed end', () => {
    const { tally, events } = tallyOf(() => 0);
    tally.recordAnswer(100, { number: 1 }, wine('correct', '0'));
    tally.close();
    expect(events.map(({ type }) => type)).toEqual(['start', 'sample', 'answers']);
  });

  test('are not written if no response was a prediction', () => {
    const { tally, events } = tallyOf(() => 0);
    for (const outcome of ['throttled', 'timeout', 'malformed'] as const) {
      tally.recordAnswer(100, { number: 1 }, wine(outcome));
    }
    tally.end('completed', 20_000);
    expect(events.some(({ type }) => type === 'answers')).toBe(false);
  });
});

test('counts errors by code, for a limited number of codes', () => {
  const { tally, end } = tallyOf(() => 0);
  for (let code = 0; code < 30; code += 1) tally.recordError(`E${code}`);
  tally.recordError('E0');
  tally.end('completed', 0);
  expect(end().errors).toMatchObject({ E0: 2, E19: 1, other: 10 });
  expect(Object.keys(end().errors)).toHaveLength(21);
});

test('loses and double-counts nothing, whatever the order of events', () => {
  const event = fc.record({
    afterMs: fc.integer({ min: 0, max: 2_500 }),
    kind: fc.constantFrom('sent', 'not-sent', 'ended'),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const { tally, samples } = tallyOf(() => events.length);
      let nowMs = 0;
      const expected = { sent: 0, notSent: 0, ended: 0 };
      for (const { afterMs, kind } of events) {
        nowMs += afterMs;
        if (kind === 'sent') tally.recordSent(nowMs, nowMs);
        else if (kind === 'not-sent') tally.recordNotSent(nowMs, 'connection-limit');
        else tally.recordEnd(nowMs, nowMs, nowMs, 'correct');
        expected[kind === 'sent' ? 'sent' : kind === 'ended' ? 'ended' : 'notSent'] += 1;
      }
      tally.close();
      const total = (count: (sample: LoadSample) => number) =>
        samples.reduce((all, sample) => all + count(sample), 0);
      expect(total((sample) => sample.sent)).toBe(expected.sent);
      expect(total((sample) => sum(sample.notSent))).toBe(expected.notSent);
      expect(total((sample) => sum(sample.outcomes))).toBe(expected.ended);
      expect(total((sample) => sample.lagMs.count)).toBe(expected.sent);
      expect(total((sample) => sample.latencyMs.count)).toBe(expected.ended);
    }),
  );
});
