import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neededFor, statusOf } from '../../src/check/check-status.ts';

const NONE = { correct: 0, wrong: 0, wellFormed: 0, failed: 0, unchecked: 0 };

test.each([
  [0.99, 150, 149],
  [0.07, 100, 7],
  [0.29, 100, 29],
  [0.95, 150, 143],
  [1, 150, 150],
  [0, 150, 0],
])('a share of %d of %i requires %i', (share, all, needed) => {
  expect(neededFor(share, all)).toBe(needed);
});

test.each<[string, Partial<typeof NONE>, number, string]>([
  ['just enough', { correct: 149, wrong: 1 }, 0.99, 'pass'],
  ['one too few', { correct: 148, wrong: 2 }, 0.99, 'fail'],
  ['enough, without a prediction for some', { correct: 9, failed: 1 }, 0.9, 'pass'],
  ['enough, with some not checked', { correct: 9, unchecked: 1 }, 0.9, 'pass'],
  ['what was not checked decides', { correct: 8, wrong: 1, unchecked: 1 }, 0.9, 'inconclusive'],
  ['what was not checked changes nothing', { correct: 7, wrong: 2, unchecked: 1 }, 0.9, 'fail'],
  ['no labels to compare with', { wellFormed: 1 }, 0.9, 'inconclusive'],
  ['no labels, and no predictions either', { wellFormed: 1, failed: 9 }, 0.9, 'fail'],
  ['nothing asked', {}, 0, 'inconclusive'],
])('%s', (_, counts, share, status) => {
  expect(statusOf({ ...NONE, ...counts }, share)).toBe(status);
});

const counts = fc.record({
  correct: fc.nat(200),
  wrong: fc.nat(200),
  wellFormed: fc.nat(5),
  failed: fc.nat(20),
  unchecked: fc.nat(5),
});

test('a smaller share never turns pass into fail, a larger one never fail into pass', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(counts, share, share, (seen, one, other) => {
      const smaller = statusOf(seen, Math.min(one, other));
      const larger = statusOf(seen, Math.max(one, other));
      if (larger === 'pass') expect(smaller).toBe('pass');
      if (smaller === 'fail') expect(larger).toBe('fail');
    }),
  );
});

test('a share of 1 equals no share when every row has a label', () => {
  fc.assert(
    fc.property(counts, (seen) => {
      const labelled = { ...seen, wellFormed: 0 };
      fc.pre(labelled.correct > 0);
      expect(statusOf(labelled, 1)).toBe(statusOf(labelled, null));
    }),
  );
});
