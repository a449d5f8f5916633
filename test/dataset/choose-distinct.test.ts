import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseDistinctRows } from '../../src/dataset/choose-distinct.ts';

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('rows are distinct, ascending, within the dataset, and the same for the same seed', () => {
  fc.assert(
    fc.property(seed, fc.integer({ min: 1, max: 300 }), fc.nat(), (seed, rowCount, any) => {
      const count = any % (rowCount + 1);
      const rows = chooseDistinctRows(seed, count, rowCount);
      expect(rows).toHaveLength(count);
      expect([...new Set(rows)].sort((a, b) => a - b)).toEqual(rows);
      expect(rows.every((row) => row >= 0 && row < rowCount)).toBe(true);
      expect(chooseDistinctRows(seed, count, rowCount)).toEqual(rows);
    }),
  );
});

test('over many seeds every row is drawn equally often', () => {
  const SEEDS = 4_000;
  const times = Array.from({ length: 20 }, () => 0);
  for (let seed = 0; seed < SEEDS; seed += 1) {
    for (const row of chooseDistinctRows(seed, 5, 20)) times[row]! += 1;
  }
  // Binomial: 1,000 expected of each, standard deviation 27; five of them either way.
  for (const drawn of times) expect(Math.abs(drawn - SEEDS / 4)).toBeLessThan(137);
});
