import { expect, test } from 'vitest';
import { firstNight as found } from '../../../src/history/nights/first-night.ts';

const firstNight = (values: readonly number[], from: number, normal: number, earliest = 1) =>
  found(values, { from, earliest }, normal);

/** Normal nights of 100, and changed ones of 150, each a little off in turn. */
const nights = (count: number, level: number) =>
  Array.from({ length: count }, (_, index) => level + [0, 4, -3, 2, -4][index % 5]!);

test.each([-6, -2, 0, 1, 5])(
  'is the first of the new level, %i nights after the change point',
  (off) => {
    const values = [...nights(30, 100), ...nights(20, 150)];
    expect(firstNight(values, 30 - off, 100)).toBe(30);
  },
);

test('is not an odd night some days before it', () => {
  const values = [...nights(24, 100), 230, ...nights(5, 100), ...nights(20, 150)];
  expect(firstNight(values, 24, 100)).toBe(30);
});

test('is not put off by an ordinary night soon after it', () => {
  const values = [...nights(30, 100), 150, 148, 101, ...nights(10, 150)];
  expect(firstNight(values, 33, 100)).toBe(30);
});

test('is found of a change for less, and of one that is a night old', () => {
  expect(firstNight([...nights(30, 150), ...nights(20, 100)], 27, 150)).toBe(30);
  expect(firstNight([...nights(30, 100), 150], 30, 100)).toBe(30);
});

test('is never before the change that came before', () => {
  const values = [...nights(30, 100), ...nights(20, 150)];
  expect(firstNight(values, 36, 100, 33)).toBe(33);
});
