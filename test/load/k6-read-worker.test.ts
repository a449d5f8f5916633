import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readK6Worker } from '../../src/load/k6/read-worker.ts';
import { leadInDueMs, leadInIterations } from '../../src/load/k6/stages.ts';
import { buildShare } from '../../src/load/plan.ts';
import type { LoadEvent } from '../../src/record/load-events.ts';

const ZERO_MS = Date.UTC(2026, 10, 22, 8);
const PHASES = [
  { name: 'load', durationSeconds: 3, startRps: 10, endRps: 10 },
  { name: 'rest', durationSeconds: 2, startRps: 0, endRps: 0 },
];
const [WORKER, WORKERS] = [2, 3];
const SHARE = buildShare(PHASES, WORKER, WORKERS);

function point(metric: string, atMs: number, value: number, tags: object = {}): string {
  // k6 writes nanoseconds.
  const fraction = String(Math.round((atMs % 1_000) * 1e6)).padStart(9, '0');
  const time = new Date(atMs).toISOString().replace(/\.\d+/, `.${fraction}`);
  return `${JSON.stringify({ metric, type: 'Point', data: { time, value, tags } })}\n`;
}

/** What the second of three workers writes, up to `requests` of its share. */
function output({ requests = SHARE.count, done = true } = {}): string {
  const begun = point('replay_begun', ZERO_MS - 5_000, WORKER, {
    workers: String(WORKERS),
    distribution: 'try',
    start_at_ms: String(ZERO_MS),
    timeout_ms: '10000',
    max_vus: '7',
  });
  const text = [begun, '{"type":"Metric","data":{"name":"replay_sent"},"metric":"replay_sent"}\n'];
  for (let iteration = WORKER - 1; iteration < leadInIterations(WORKERS); iteration += WORKERS) {
    text.push(point('replay_sent', ZERO_MS + leadInDueMs(iteration, WORKERS), iteration));
  }
  let atMs = ZERO_MS;
  for (let own = 0; own < requests; own += 1) {
    const iteration = leadInIterations(WORKERS) + own * WORKERS + WORKER - 1;
    atMs = ZERO_MS + SHARE.intendedMs(own) + 1;
    text.push(point('replay_sent', atMs, iteration));
    atMs += 20;
    text.push(point('replay_ended', atMs, iteration, { outcome: 'correct', status: '200' }));
    text.push(point('replay_clock_low', atMs, -4), point('replay_clock_high', atMs, 8));
  }
  if (done) text.push(point('replay_done', atMs + 5, WORKER));
  return text.join('');
}

async function read(text: string): Promise<LoadEvent[]> {
  const events: LoadEvent[] = [];
  const distribution = { phases: PHASES, systemId: 'wine' };
  for await (const event of readK6Worker(text.split('\n'), distribution)) events.push(event);
  return events;
}

test("the worker's own share, counted as the replay engine counts", async () => {
  const events = await read(output());
  expect(events[0]).toMatchObject({
    type: 'start',
    worker: WORKER,
    totalWorkers: WORKERS,
    system: 'wine',
    planned: SHARE.count,
    planStartMs: expect.closeTo(ZERO_MS, 3),
    maxConnections: 7,
    distribution: { id: 'try', startAtMs: ZERO_MS },
  });
  const samples = events.filter((event) => event.type === 'sample');
  const dueIn = (second: number) =>
    SHARE.dueBefore((second + 1) * 1_000) - SHARE.dueBefore(second * 1_000);
  expect(samples.map(({ planned, sent }) => [planned, sent])).toEqual(
    samples.map(({ second }) => [dueIn(second), dueIn(second)]),
  );
  expect(events.at(-1)).toMatchObject({
    type: 'end',
    reason: 'completed',
    planned: SHARE.count,
    sent: SHARE.count,
    outcomes: { correct: SHARE.count },
    clock: { offsetMs: 2, errorMs: 6 },
  });
});

test('a load that was stopped says so, with what it did not send', async () => {
  const end = (await read(output({ requests: 4 }))).at(-1);
  expect(end).toMatchObject({ reason: 'stopped', sent: 4, notSent: { stopped: SHARE.count - 4 } });
});

test('a worker that was killed has no end line', async () => {
  const events = await read(output({ requests: 5, done: false }));
  expect(events.some(({ type }) => type === 'end')).toBe(false);
  expect(
    events.filter((event) => event.type === 'sample').reduce((n, { sent }) => n + sent, 0),
  ).toBe(5);
});

test('cut off anywhere, it is read up to there, and ends only if all of it is there', async () => {
  const text = output();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: text.length - 2 }), async (length) => {
      const events = await read(text.slice(0, length));
      expect(events.some(({ type }) => type === 'end')).toBe(false);
      const sent = events.reduce((n, event) => n + (event.type === 'sample' ? event.sent : 0), 0);
      expect(sent).toBeLessThanOrEqual(SHARE.count);
    }),
    { numRuns: 60 },
  );
});

test('one output after the other is two loads, not one of twice as many requests', async () => {
  const once = await read(output());
  expect(await read(output() + output())).toEqual([...once, ...once]);
});

test('what no worker of a distributed load wrote has no events', async () => {
  expect(await read(output().replace(/^.*replay_begun.*\n/m, ''))).toEqual([]);
});
