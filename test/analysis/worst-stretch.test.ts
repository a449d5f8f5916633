import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worstShare, worstStretch } from '../../src/analysis/worst-stretch.ts';

/** One part a second, from 0. */
const partsOf = (excess: readonly number[]) =>
  excess.map((one, second) => ({
    fromMs: second * 1_000,
    toMs: second * 1_000 + 1_000,
    excess: one,
  }));
const worst = (excess: readonly number[]) => {
  const span = worstStretch(partsOf(excess));
  return span === null ? null : [span.fromMs / 1_000, span.toMs / 1_000];
};

describe('the worst stretch', () => {
  it.each([
    ['nothing recorded', [], null],
    ['nothing beyond the limit', [-1, 0, -3], null],
    ['one bad second', [-1, 9, -1], [1, 2]],
    ['bad seconds with good ones between that do not make up for them', [-1, 5, -2, 5, -1], [1, 4]],
    ['two bursts far apart: the worse one', [9, -5, -5, 8, -9], [0, 1]],
    ['no limit to stay within: from the first to the last', [0, 1, 0, 0, 1, 0], [1, 5]],
    ['equals: the earliest', [3, -9, 3], [0, 1]],
  ])('of %s', (_what, excess, expected) => {
    expect(worst(excess)).toEqual(expected);
  });

  it('adds up to no less than any other, in any order of the parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 20 }).chain((excess) =>
          fc.record({
            excess: fc.constant(excess),
            shuffled: fc.shuffledSubarray(partsOf(excess), { minLength: excess.length }),
          }),
        ),
        ({ excess, shuffled }) => {
          const sum = (from: number, to: number) =>
            excess.slice(from, to).reduce((total, one) => total + one, 0);
          const sums = excess.flatMap((_, from) =>
            excess.slice(from).map((__, length) => sum(from, from + length + 1)),
          );
          const most = Math.max(0, ...sums);
          const span = worstStretch(shuffled);
          const found = span === null ? 0 : sum(span.fromMs / 1_000, span.toMs / 1_000);
          expect(found).toBe(most);
          expect(span === null).toBe(most === 0);
        },
      ),
    );
  });

  it('counts samples of several workers in one second together', () => {
    const workers = [...partsOf([-4, 5, -4]), ...partsOf([-4, -5, 5])];
    expect(worstStretch(workers)).toEqual({ fromMs: 2_000, toMs: 3_000 });
  });

  it('of a share of another metric counts a period without a datapoint as 0', () => {
    const point = (minute: number, value: number) => ({
      ...{ startMs: minute * 60_000, endMs: minute * 60_000 + 60_000 },
      ...{ value, perMinute: value, final: true },
    });
    const throttles = [point(1, 30), point(5, 40)];
    const invocations = [0, 1, 2, 3, 4, 5].map((minute) => point(minute, 100));
    expect(worstShare(throttles, invocations, 0.1)).toEqual({ fromMs: 300_000, toMs: 360_000 });
    expect(worstShare(throttles, invocations, 0)).toEqual({ fromMs: 60_000, toMs: 360_000 });
  });
});
