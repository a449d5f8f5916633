import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRows } from '../../scenarios/k6/rows.ts';
import { readDataset } from '../../src/dataset/read.ts';
import { UserError } from '../../src/input/user-error.ts';
import { findK6, withoutK6Settings } from '../../src/load/k6/find.ts';
import { exitMeaning } from '../../src/load/k6/k6.ts';
import { type Mark, readMark, toEpochMs } from '../../src/load/k6/marks.ts';
import { preAllocatedVUs } from '../../src/load/k6/order.ts';
import { Recorder } from '../../src/load/k6/recorder.ts';
import { leadInDueMs, leadInIterations, toArrivalRate } from '../../src/load/k6/stages.ts';
import { buildPlan, buildShare } from '../../src/load/plan.ts';
import type { LoadEvent } from '../../src/record/load-events.ts';
import type { Phase } from '../../src/scenario/schema.ts';
import { SYSTEMS } from '../../src/systems/registry.ts';

const LEAD_IN = leadInIterations(1);

function phase(durationSeconds: number, startRps: number, endRps = startRps): Phase {
  return { name: 'phase', durationSeconds, startRps, endRps };
}

/** When k6 begins its iterations, ms from its start: the n-th when the integral of the rate is n. */
function k6Times({ startRate, stages, timeUnit }: ReturnType<typeof toArrivalRate>): number[] {
  const unitMs = Number.parseFloat(timeUnit) * 1_000;
  const times: number[] = [];
  let [from, startMs, done, number] = [startRate / unitMs, 0, 0, 1];
  for (const { target, duration } of stages) {
    const to = target / unitMs;
    const durationMs = Number.parseFloat(duration);
    const area = done + ((from + to) / 2) * durationMs;
    for (; number <= area; number += 1) {
      const slope = (to - from) / durationMs;
      const root = Math.sqrt(Math.max(0, from ** 2 + 2 * slope * (number - done)));
      times.push(startMs + (2 * (number - done)) / (from + root));
    }
    [from, startMs, done] = [to, startMs + durationMs, area];
  }
  return times;
}

describe('the plan as stages of k6', () => {
  const zeroMs = -leadInDueMs(-1, 1);

  test.each<[string, Phase[]]>([
    ['constant', [phase(3, 100)]],
    ['ramp from nothing', [phase(10, 0, 50)]],
    ['ramp down to nothing', [phase(10, 50, 0)]],
    ['a fraction', [phase(8, 2.5)]],
    ['thirds', [phase(30, 1 / 3), phase(9, 33.3)]],
    [
      'a pause first, between and last',
      [phase(2, 0), phase(2, 5), phase(2, 0), phase(2, 5, 9), phase(1, 0)],
    ],
    ['the main job', [phase(60, 10, 1_000), phase(60, 1_000)]],
  ])('%s: iteration k + lead-in is request k, at its intended time', (_name, phases) => {
    const plan = buildPlan(phases);
    const times = k6Times(toArrivalRate(phases, 1)).slice(LEAD_IN);
    expect(times).toHaveLength(plan.count);
    for (const [index, atMs] of times.entries()) {
      // A ramp from 0 begins with the square root of the margin.
      expect(Math.abs(atMs - zeroMs - plan.intendedMs(index)), `request ${index}`).toBeLessThan(
        0.5,
      );
    }
  });

  test.each([2, 3, 7, 200])(
    'dealt out in turn to %i workers, each has its share of the plan',
    (workers) => {
      const phases = [phase(4, 10, 400), phase(3, 400)];
      const zeroMs = -leadInDueMs(-1, workers);
      const times = k6Times(toArrivalRate(phases, workers)).slice(leadInIterations(workers));
      expect(times).toHaveLength(buildPlan(phases).count);
      for (const [request, atMs] of times.entries()) {
        const share = buildShare(phases, (request % workers) + 1, workers);
        const intendedMs = share.intendedMs(Math.floor(request / workers));
        expect(Math.abs(atMs - zeroMs - intendedMs), `request ${request}`).toBeLessThan(0.5);
      }
    },
  );

  test('whatever the phases, no request is lost or added', () => {
    const rps = fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 20_000 }).map((n) => n / 10),
    );
    const any = fc.record({
      durationSeconds: fc.integer({ min: 1, max: 20 }),
      startRps: rps,
      endRps: rps,
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 5 }), (all) => {
        const phases = all.map((each) => ({ name: 'phase', ...each }));
        const iterations = k6Times(toArrivalRate(phases, 1)).length;
        expect(iterations - LEAD_IN).toBe(buildPlan(phases).count);
      }),
      { numRuns: 50 },
    );
  });

  test('creates VUs for a target that takes half a second, within the limit', () => {
    expect(preAllocatedVUs([phase(1, 10, 1_000)], 4_096)).toBe(500);
    expect(preAllocatedVUs([phase(1, 10, 1_000)], 100)).toBe(100);
    expect(preAllocatedVUs([phase(1, 1)], 4_096)).toBe(10);
  });
});

describe('marks', () => {
  const line = (metric: string, value: number, tags: object | null = {}, metadata?: object) =>
    JSON.stringify({
      metric,
      type: 'Point',
      data: { time: '2026-11-21T09:30:05.1234567Z', value, tags, metadata },
    });
  const unknown = { row: null, predicted: null, status: null, body: null };
  const atMs = Date.UTC(2026, 10, 21, 9, 30, 5) + 123.4567;

  test.each<[string, Mark | null]>([
    [line('replay_sent', 25), { kind: 'sent', atMs, iteration: 25 }],
    [
      line('replay_ended', 25, { outcome: 'correct' }),
      { kind: 'ended', atMs, iteration: 25, outcome: 'correct', ...unknown, error: null },
    ],
    [
      line('replay_ended', 25, { outcome: 'correct' }, { row: '17', predicted: '2' }),
      {
        kind: 'ended',
        atMs,
        iteration: 25,
        outcome: 'correct',
        row: 17,
        predicted: '2',
        status: null,
        body: null,
        error: null,
      },
    ],
    [
      line(
        'replay_ended',
        25,
        { outcome: 'malformed', status: '200' },
        { row: '17', body: '<html>' },
      ),
      {
        kind: 'ended',
        atMs,
        iteration: 25,
        outcome: 'malformed',
        row: 17,
        predicted: null,
        status: 200,
        body: '<html>',
        error: null,
      },
    ],
    [
      line('replay_ended', 25, { outcome: 'network', error: 'k6 error 1212' }),
      {
        kind: 'ended',
        atMs,
        iteration: 25,
        outcome: 'network',
        ...unknown,
        error: 'k6 error 1212',
      },
    ],
    [line('dropped_iterations', 1, null), { kind: 'dropped', atMs, count: 1 }],
    [line('vus_max', 50), { kind: 'users', atMs, count: 50 }],
    [line('http_req_duration', 21.5), null],
    ['{"type":"Metric","data":{"name":"replay_sent"},"metric":"replay_sent"}', null],
    ['{"metric":"replay_sent","type":"Po', null],
    ['', null],
  ])('%s', (text, mark) => {
    const read = readMark(text);
    expect(read).toEqual(mark && { ...mark, atMs: expect.closeTo(atMs, 3) });
  });

  test('times keep their nanoseconds, with and without a fraction or an offset', () => {
    expect(toEpochMs('1970-01-01T00:00:01Z')).toBe(1_000);
    expect(toEpochMs('1970-01-01T00:00:01.5Z')).toBe(1_500);
    expect(toEpochMs('1970-01-01T01:00:01.000250+01:00')).toBeCloseTo(1_000.25, 6);
  });
});

describe('recording', () => {
  const ZERO_MS = 1_000_000;

  function recorded(marks: Mark[], act: (recorder: Recorder) => void): LoadEvent[] {
    const events: LoadEvent[] = [];
    const recorder = new Recorder({
      plan: buildPlan([phase(2, 2)]),
      worker: 1,
      totalWorkers: 1,
      timeoutMs: 100,
      maxConnections: 5,
      onEvent: (event) => events.push(event),
    });
    for (const mark of marks) recorder.accept(mark);
    act(recorder);
    return events;
  }

  /** Each a little late, but for one: that one is right. */
  const leadIn = Array.from({ length: LEAD_IN }, (_, iteration): Mark => {
    const lateMs = iteration === 3 ? 0 : 2;
    return { kind: 'sent', atMs: ZERO_MS + leadInDueMs(iteration, 1) + lateMs, iteration };
  });
  const sent = (request: number, afterMs: number): Mark => ({
    kind: 'sent',
    atMs: ZERO_MS + afterMs,
    iteration: LEAD_IN + request,
  });
  const ended = (request: number, afterMs: number): Mark => ({
    kind: 'ended',
    atMs: ZERO_MS + afterMs,
    iteration: LEAD_IN + request,
    outcome: 'correct',
    row: 10 + request,
    predicted: '2',
    status: 200,
    body: null,
    error: null,
  });

  test('the most punctual lead-in iteration dates the plan, in any order of marks', () => {
    const marks = [ended(0, 31), sent(0, 1), ...leadIn.toReversed(), sent(1, 501), ended(1, 530)];
    const events = recorded(marks, (recorder) => recorder.advance(ZERO_MS + 2_500));
    expect(events[0]).toMatchObject({ type: 'start', planStartMs: ZERO_MS, planned: 4 });
    expect(events[1]).toMatchObject({
      second: 0,
      planned: 2,
      sent: 2,
      sentInOwnSecond: 2,
      outcomes: { correct: 2 },
      lagMs: { sum: 2 },
      statuses: { 200: 2 },
      latencyMs: { sum: 61 },
      serviceTimeMs: { sum: 59 },
    });
    expect(events).toHaveLength(2);
  });

  test('a failing response is kept if k6 handed it over', () => {
    const failed = (request: number, body: string | null): Mark => ({
      ...(ended(request, 50 + request) as Mark & { kind: 'ended' }),
      ...{ outcome: 'malformed', predicted: null, body },
    });
    const marks = [...leadIn, sent(0, 0), sent(1, 1), failed(0, '<html>'), failed(1, null)];
    const events = recorded(marks, (recorder) => recorder.finish('completed', ZERO_MS + 900));
    expect(events.filter(({ type }) => type === 'failure')).toEqual([
      {
        type: 'failure',
        worker: 1,
        atMs: ZERO_MS + 50,
        outcome: 'malformed',
        status: 200,
        error: null,
        row: 10,
        latencyMs: 50,
        body: '<html>',
        bodyCharacters: 6,
      },
    ]);
  });

  test("shifts k6's iteration numbers after a dropped iteration", () => {
    const dropped: Mark = { kind: 'dropped', atMs: ZERO_MS + 500, count: 1 };
    const marks = [...leadIn, sent(0, 0), ended(0, 30), dropped, sent(1, 1_001), ended(1, 1_030)];
    const events = recorded(marks, (recorder) => recorder.finish('completed', ZERO_MS + 2_000));
    expect(events[2]).toMatchObject({
      second: 1,
      sent: 1,
      lagMs: { max: 1 },
      latencyMs: { max: 30 },
    });
    expect(events.find(({ type }) => type === 'answers')).toMatchObject({
      groups: [{ predicted: '2', outcome: 'correct', rows: [10, 11], counts: [1, 1] }],
    });
    // Of four one was dropped, and of one nothing was ever heard.
    expect(events.at(-1)).toMatchObject({
      type: 'end',
      planned: 4,
      sent: 2,
      notSent: { 'connection-limit': 2 },
    });
  });

  test('accounts for the whole plan when stopped before sending', () => {
    const events = recorded([], (recorder) => recorder.finish('stopped', ZERO_MS));
    expect(events.map(({ type }) => type)).toEqual(['start', 'sample', 'end']);
    expect(events.at(-1)).toMatchObject({ planned: 4, sent: 0, notSent: { stopped: 4 } });
  });

  test('a failed load keeps what was recorded, without an end', () => {
    const events = recorded([...leadIn, sent(0, 0)], (recorder) => recorder.abandon(ZERO_MS + 100));
    expect(events.map(({ type }) => type)).toEqual(['start', 'sample']);
    expect(events[1]).toMatchObject({ sent: 1, inFlight: 1 });
  });
});

describe('the rows as the script reads them', () => {
  test.each([...SYSTEMS.values()])('of $id are those the other engine reads', ({ dataset }) => {
    const file = `fixtures/${dataset.fixture}`;
    const rows = readDataset(file, dataset);
    expect(readRows(readFileSync(file, 'utf8'), dataset)).toEqual(rows);
  });

  test('quotes, commas and line ends in cells, a byte order mark, CRLF and empty lines', () => {
    const shape = {
      fixture: '',
      features: [
        { name: 'text', kind: 'text' },
        { name: 'size', kind: 'number' },
      ],
      label: { name: 'label' },
    } as const;
    const text = '\uFEFFtext,size,label\r\n"a ""b"", c",1.50,x\r\n\r\n"two\nlines",2,\r\nbare,3,""';
    expect(readRows(text, shape)).toEqual([
      { number: 1, text: ['a "b", c', '1.50'], values: ['a "b", c', 1.5], label: 'x' },
      { number: 2, text: ['two\nlines', '2'], values: ['two\nlines', 2], label: '' },
      { number: 3, text: ['bare', '3'], values: ['bare', 3], label: '' },
    ]);
    expect(() => readRows('text,size,label\na"b,1,x', shape)).toThrow(/not valid CSV/);
    expect(() => readRows('text,size,label\na,1', shape)).toThrow('row 1: expected 3 columns');
  });
});

describe('finding k6', () => {
  test('without k6, says what to install', () => {
    expect(() => findK6({ PATH: '/nowhere' })).toThrow(UserError);
    expect(() => findK6({ PATH: '/nowhere' })).toThrow(
      /^--engine k6 needs k6, which is not on the PATH; install it \(https:\S+\), set K6_BIN/,
    );
  });

  test('names an invalid K6_BIN', () => {
    expect(() => findK6({ K6_BIN: '/nowhere/k6' })).toThrow(/K6_BIN is \/nowhere\/k6, .*ENOENT/);
    expect(() => findK6({ K6_BIN: '/bin/true' })).toThrow(/K6_BIN is .*no version reported/);
  });

  test('does not pass k6 options from the environment', () => {
    expect(withoutK6Settings({ K6_VUS: '1', PATH: '/bin' })).toEqual({ PATH: '/bin' });
  });

  test('explains exit codes', () => {
    for (const code of [99, 104, 105, 107, 108]) expect(exitMeaning(code)).toMatch(/\w+ \w+/);
    expect(exitMeaning(1)).toBe(null);
    expect(exitMeaning(null)).toBe(null);
  });
});
