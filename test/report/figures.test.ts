import { describe, expect, it } from 'vitest';
import { briefMilliseconds, clock, milliseconds, share } from '../../src/report/figures.ts';
import { plainText } from '../../src/report/plain-text.ts';
import { eventLetter } from '../../src/report/stage-rows.ts';

describe('figures', () => {
  it.each([
    [99_996, 100_000, '99.996 %'],
    [4, 100_000, '0.004 %'],
    [1, 1, '100.0 %'],
    [0, 5, '0.0 %'],
    [1, 10_000_000, '<0.001 %'],
    [9_999_999, 10_000_000, '>99.999 %'],
    [0, 0, 'n/a'],
  ])('writes %d of %d as %s', (part, all, text) => {
    expect(share(part, all)).toBe(text);
  });

  it.each([
    [8.44, '8.4 ms'],
    [250.6, '251 ms'],
    [3_321, '3,321 ms'],
    [12_345, '12.3 s'],
    [null, 'n/a'],
  ])('writes %s ms as %s', (value, text) => {
    expect(milliseconds(value)).toBe(text);
  });

  it('is brief where a figure changes every second', () => {
    expect([99.6, 1_000, null].map(briefMilliseconds)).toEqual(['100 ms', '1.0 s', 'n/a']);
  });

  it.each([
    [0, '0:00'],
    [95.9, '1:35'],
    [3_740, '1:02:20'],
    [-4, '0:00'],
  ])('writes %d s as %s', (seconds, text) => {
    expect(clock(seconds)).toBe(text);
  });

  it('letters events beyond Z without repeating one', () => {
    const letters = Array.from({ length: 800 }, (_, index) => eventLetter(index));
    expect(letters.slice(24, 28)).toEqual(['Y', 'Z', 'AA', 'AB']);
    expect(new Set(letters).size).toBe(800);
  });
});

describe('text from outside', () => {
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
