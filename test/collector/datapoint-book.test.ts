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

test('two agreeing polls three minutes after its minute make it final, not one', () => {
  const book = new DatapointBook();
  poll(book, MINUTE, reading(100));
  expect(poll(book, 3.9 * MINUTE, reading(100))).toEqual([]);
  expect(poll(book, 4 * MINUTE, reading(100))).toEqual([]);
  expect(poll(book, 4.25 * MINUTE, reading(100))).toEqual([
    { value: 100, revision: 0, final: true },
  ]);
  expect(poll(book, 4.5 * MINUTE, reading(100))).toEqual([]);
});

test('a revision after it was final opens it again', () => {
  const book = new DatapointBook();
  poll(book, 4 * MINUTE, reading(100));
  poll(book, 5 * MINUTE, reading(100));
  expect(poll(book, 6 * MINUTE, reading(101))).toEqual([{ value: 101, revision: 1, final: false }]);
  expect(poll(book, 7 * MINUTE, reading(101))).toEqual([{ value: 101, revision: 1, final: true }]);
});

test('it is settled once a final datapoint covers the moment asked for', () => {
  const book = new DatapointBook();
  const loadEndMs = 1.5 * MINUTE;
  const both = [reading(100, 0), reading(50, MINUTE)];
  poll(book, 2 * MINUTE, ...both);
  expect(book.isSettled('InvocationsPerInstance', loadEndMs)).toBe(false);
  poll(book, 4 * MINUTE, ...both);
  poll(book, 5 * MINUTE, ...both);
  expect(book.isSettled('InvocationsPerInstance', loadEndMs)).toBe(false);
  poll(book, 6 * MINUTE, ...both);
  expect(book.isSettled('InvocationsPerInstance', loadEndMs)).toBe(true);
  // A minute that nothing covers yet is not settled, however final the others are.
  expect(book.isSettled('InvocationsPerInstance', 2.5 * MINUTE)).toBe(false);
});

test('the next poll starts at the oldest datapoint that may still change', () => {
  const book = new DatapointBook();
  poll(book, 4 * MINUTE, reading(1, 0), reading(2, MINUTE));
  poll(book, 4.5 * MINUTE, reading(1, 0), reading(2, MINUTE));
  expect(book.oldestOpenMs()).toBe(MINUTE);
});
