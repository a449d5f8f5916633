import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseRow } from '../../src/dataset/choose.ts';

test('the same seed and request always give the same row', () => {
  const draw = () => Array.from({ length: 12 }, (_, request) => chooseRow(1, request, 178));
  expect(draw()).toEqual(draw());
});

test('the rows of seed 1 never change, so runs are repeatable across versions', () => {
  const rows = Array.from({ length: 10 }, (_, request) => chooseRow(1, request, 178));
  expect(rows).toMatchInlineSnapshot(`
    [
      153,
      166,
      97,
      155,
      97,
      13,
      170,
      173,
      117,
      155,
    ]
  `);
});

test('the index stays within the dataset, even beyond 2^32 requests', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.maxSafeNat(),
      fc.integer({ min: 1, max: 100_000 }),
      (seed, request, rowCount) => {
        const row = chooseRow(seed, request, rowCount);
        expect(Number.isInteger(row) && row >= 0 && row < rowCount).toBe(true);
      },
    ),
  );
});

test.each([0, 1, 2, 42, 4_294_967_295])(
  'seed %i draws every row about as often as every other',
  (seed) => {
    const rowCount = 178;
    const draws = 178_000;
    const counts = new Array<number>(rowCount).fill(0);
    for (let request = 0; request < draws; request += 1)
      counts[chooseRow(seed, request, rowCount)]! += 1;
    const expected = draws / rowCount;
    const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 177 degrees of freedom: the 0.9999 quantile is 254, and the draw is deterministic.
    expect(chiSquared).toBeLessThan(254);
  },
);

test('neighbouring seeds draw unrelated rows', () => {
  const same = Array.from({ length: 10_000 }, (_, request) =>
    Number(chooseRow(1, request, 100) === chooseRow(2, request, 100)),
  ).reduce((sum, each) => sum + each, 0);
  expect(same / 10_000).toBeGreaterThan(0.005);
  expect(same / 10_000).toBeLessThan(0.015);
});
