import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/report/plain-text.ts';
import { wrap } from '../../src/report/text-columns.ts';

describe('wrapped text', () => {
  it.each([
    ['a lone half of a flag, wider than wrap-ansi takes it for', '🇦 (🇦, 🇦, 🇦), seed 1, run', 24],
    ['a word without width behind a full line', '(0.3 %), \u0300', 8],
    ['wide characters', '模型端点扩展失败', 5],
    ['a figure that its unit is tied to', 'at most 99,999,999 ms', 6],
  ])('fits despite %s', (_, text, columns) => {
    for (const line of wrap(text, columns)) {
      expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it('fits any text and loses only spaces', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 }).map(plainText);
    // wrap-ansi composes what it wraps: the same characters to a reader.
    const seen = (of: string): string => of.normalize().replaceAll(/\s/g, '');
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 40 }), (any, columns) => {
        const lines = wrap(any, columns);
        expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
        expect(seen(lines.join(''))).toBe(seen(any));
      }),
      { numRuns: 500 },
    );
  });
});
