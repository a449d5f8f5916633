import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readK6Worker } from '../../src/load/k6/read-worker.ts';
import { buildShare } from '../../src/load/plan.ts';
import type { LoadEvent } from '../../src/record/load-events.ts';
import { k6Output, PHASES, ZERO_MS } from './k6-output.ts';

const [WORKER, WORKERS] = [2, 3];
const SHARE = buildShare(PHASES, WORKER, WORKERS);
const output = (changes: Parameters<typeof k6Output>[2] = {}) => k6Output(WORKER, WORKERS, changes);

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
