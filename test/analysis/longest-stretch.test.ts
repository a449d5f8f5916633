import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestWithMean, stretchesWithMean } from '../../src/analysis/longest-stretch.ts';

const rates = fc.array(fc.integer({ min: 0, max: 10 }), { maxLength: 40 });
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('longestWithMean', () => {
  it.each([
    [[], 5, null],
    [[1, 2, 3], 5, null],
    [[5], 5, { start: 0, end: 1 }],
    [[9, 1, 5, 0, 0], 5, { start: 0, end: 3 }],
    [[0, 0, 10, 10, 0, 0, 0], 5, { start: 0, end: 4 }],
  ])('of %o at %i is %o', (values, floor, expected) => {
    expect(longestWithMean(values, floor)).toEqual(expected);
  });

  it('finds what trying every stretch finds', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 9 }), (values, floor) => {
        let longest = 0;
        for (let start = 0; start < values.length; start += 1) {
          for (let end = start + 1; end <= values.length; end += 1) {
            if (mean(values.slice(start, end)) >= floor) longest = Math.max(longest, end - start);
          }
        }
        const found = longestWithMean(values, floor);
        expect(found === null ? 0 : found.end - found.start).toBe(longest);
        if (found !== null) {
          expect(mean(values.slice(found.start, found.end))).toBeGreaterThanOrEqual(floor);
        }
      }),
    );
  });
});

describe('stretchesWithMean', () => {
  it.each([
    ['a request over the edge of a second', [10, 9, 11, 10], 2, 9.5, [{ start: 0, end: 4 }]],
    ['a second that drops', [10, 10, 10, 0, 10, 10], 3, 9, [{ start: 0, end: 3 }]],
    ['less than a window', [10, 10], 3, 9, []],
  ])('with %s', (_what, values, width, floor, expected) => {
    expect(stretchesWithMean(values, width, floor)).toEqual(expected);
  });

  it('holds the mean in every window of every stretch, and in no window between them', () => {
    fc.assert(
      fc.property(
        rates,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        (values, width, floor) => {
          const stretches = stretchesWithMean(values, width, floor);
          for (let start = 0; start + width <= values.length; start += 1) {
            const within = stretches.some((one) => one.start <= start && start + width <= one.end);
            expect(mean(values.slice(start, start + width)) >= floor).toBe(within);
          }
        },
      ),
    );
  });
});
