import { expect, test } from 'vitest';
import { milliseconds, seconds } from '../../src/input/duration.ts';
import { secondsOf } from '../../src/input/duration-text.ts';

test.each<[string, number | null]>([
  ['90', 90],
  ['90s', 90],
  ['1.5m', 90],
  ['15m', 900],
  ['15 min', 900],
  ['2h', 7_200],
  ['1d', 86_400],
  ['250ms', 0.25],
  [' 20 ', 20],
  ['1e2', 100],
  ['-5', -5],
  ['', null],
  ['m', null],
  ['0x10', null],
  ['Infinity', null],
  ['-5m', null],
  ['5 weeks', null],
  ['1h30m', null],
  ['90 s later', null],
])('%j is %s seconds', (text, expected) => {
  expect(secondsOf(text)).toBe(expected);
});

test('a key in seconds takes numbers, numbers as text and units alike', () => {
  const schema = seconds({ above: 0 });
  for (const written of [90, '90', '90s', '1.5m']) expect(schema.parse(written)).toBe(90);
  for (const wrong of [0, -1, 604_801, '8d', '0s', 'soon', Number.NaN, true]) {
    expect(schema.safeParse(wrong).success, String(wrong)).toBe(false);
  }
  expect(seconds().parse('0')).toBe(0);
  expect(seconds({ whole: true }).safeParse('1.5s').success).toBe(false);
});

test('a key in milliseconds takes them without a unit, and text with any', () => {
  const schema = milliseconds({ above: 0 });
  for (const written of [400, '400', '400ms', '0.4s']) expect(schema.parse(written)).toBe(400);
  expect(schema.safeParse('2h').success).toBe(false);
});
