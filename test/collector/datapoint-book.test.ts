import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DatapointBook, type Reading } from '../../src/collector/datapoint-book.ts';

const PERIOD_SECONDS = 60;
const MINUTE = 60_000;

function reading(value: number, timestampMs = 0): Reading {
  return {
    service: 'sagemaker',
    metric: 'InvocationsPerInstance',
    stat: 'Sum',
    unit: 'count',
    periodSeconds: PERIOD_SECONDS,
    timestampMs,
    value,
  };
}

function poll(book: DatapointBook, atMs: number, ...readings: Reading[]) {
  return book
    .observe(atMs, atMs, readings)
    .map(({ value, revision, final }) => ({ value, revision, final }));
}

test('a datapoint is news when first seen, and not again while it stays the same', () => {
  const book = new DatapointBook();
  expect(poll(book, MINUTE, reading(100))).toEqual([{ value: 100, revision: 0, final: false }]);
  expect(poll(book, 1.5 * MINUTE, reading(100))).toEqual([]);
});

test('a revision is news, with its number', () => {
  const book = new DatapointBook();
  poll(book, MINUTE, reading(100));
  expect(poll(book, 2 * MINUTE, reading(140))).toEqual([{ value: 140, revision: 1, final: false }]);
});

test('is final after two agreeing polls three minutes after its period, not after one', () => {
  const book = new DatapointBook();
  poll(book, MINUTE, reading(100));
  expect(poll(book, 3.9 * MINUTE, reading(100))).toEqual([]);
  expect(poll(book, 4 * MINUTE, reading(100))).toEqual([]);
  expect(poll(book, 4.25 * MINUTE, reading(100))).toEqual([
    { value: 100, revision: 0, final: true },
  ]);
  expect(poll(book, 4.5 * MINUTE, reading(100))).toEqual([]);
});

test('a revision reopens a final datapoint', () => {
  const book = new DatapointBook();
  poll(book, 4 * MINUTE, reading(100));
  poll(book, 5 * MINUTE, reading(100));
  expect(poll(book, 6 * MINUTE, reading(101))).toEqual([{ value: 101, revision: 1, final: false }]);
  expect(poll(book, 7 * MINUTE, reading(101))).toEqual([{ value: 101, revision: 1, final: true }]);
});

test('a moment is final once all datapoints that start before it are', () => {
  const book = new DatapointBook();
  const both = [reading(100, 0), reading(50, MINUTE)];
  poll(book, 4 * MINUTE, ...both);
  poll(book, 5 * MINUTE, ...both);
  expect(book.isFinal(0.5 * MINUTE)).toBe(true);
  expect(book.isFinal(1.5 * MINUTE)).toBe(false);
  poll(book, 6 * MINUTE, ...both);
  expect(book.isFinal(1.5 * MINUTE)).toBe(true);
});

test('a moment is covered by a datapoint of the same metric that reaches it', () => {
  const book = new DatapointBook();
  poll(book, 4 * MINUTE, reading(1, MINUTE));
  expect(book.covers('sagemaker', 'InvocationsPerInstance', 2 * MINUTE)).toBe(true);
  expect(book.covers('sagemaker', 'InvocationsPerInstance', 2.1 * MINUTE)).toBe(false);
  expect(book.covers('sagemaker', 'Invocations', 2 * MINUTE)).toBe(false);
  expect(book.covers('lambda', 'InvocationsPerInstance', 2 * MINUTE)).toBe(false);
});

test('forgotten datapoints keep nothing open', () => {
  const book = new DatapointBook();
  poll(book, 4 * MINUTE, reading(1, 0), reading(2, MINUTE));
  book.forget(({ timestampMs }) => timestampMs < MINUTE);
  expect(book.size).toBe(1);
  expect(book.isFinal(0.5 * MINUTE)).toBe(true);
});

test('reports the last value of each datapoint last, whatever the order of polls', () => {
  const polls = fc.array(
    fc.uniqueArray(fc.record({ period: fc.nat(5), value: fc.nat(3) }), {
      selector: ({ period }) => period,
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(polls, (all) => {
      const book = new DatapointBook();
      const told = new Map<number, { value: number; revision: number }>();
      const last = new Map<number, number>();
      for (const [index, some] of all.entries()) {
        const readings = some.map(({ period, value }) => reading(value, period * MINUTE));
        for (const each of readings) last.set(each.timestampMs, each.value);
        for (const news of book.observe(0, index * MINUTE, readings)) {
          const before = told.get(news.timestampMs);
          // A line is news: a first sighting, one more revision, or the same value called final.
          if (!before) expect(news.revision).toBe(0);
          else if (before.value === news.value) expect(news).toMatchObject({ final: true });
          else expect(news.revision).toBe(before.revision + 1);
          told.set(news.timestampMs, news);
        }
      }
      const values = [...told].map(([timestampMs, { value }]) => [timestampMs, value]);
      expect(new Map(values as [number, number][])).toEqual(last);
    }),
  );
});
