import { describe, expect, it } from 'vitest';
import { eventLetter } from '../../src/format/event-letter.ts';
import { plainText, withTiedUnits } from '../../src/report/plain-text.ts';

describe('external text', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]8;;https://x.example\u0007click\u001b]8;;\u0007', 'click'],
    ['a\r\nb\tc', 'a b c'],
    ['safe\u202etxt', 'safetxt'],
    ['x\ud800y', 'x\ufffdy'],
  ])('%j becomes %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });
});

it('never breaks a line between a number and its unit or comparison sign', () => {
  expect(withTiedUnits('< 0.001 % of 12 ms')).toBe('<\u00a00.001\u00a0% of 12\u00a0ms');
});

it('letters events beyond Z without repeating one', () => {
  const letters = Array.from({ length: 800 }, (_, index) => eventLetter(index));
  expect(letters.slice(24, 28)).toEqual(['Y', 'Z', 'AA', 'AB']);
  expect(new Set(letters).size).toBe(800);
});
