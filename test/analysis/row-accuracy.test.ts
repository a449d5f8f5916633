import { describe, expect, it } from 'vitest';
import { fallByRow, rowAccuracy } from '../../src/analysis/row-accuracy.ts';
import type { PredictionTable } from '../../src/analysis/row-predictions.ts';
// From SciPy and statsmodels; `reference.py` beside it tells how.
import reference from '../fixtures/statistics/reference.json' with { type: 'json' };

/** @param rows of each how often it was right, and how often it was asked */
function tableOf(rows: readonly (readonly number[])[]): PredictionTable {
  return {
    rows: rows.map(([correct = 0, count = 0], index) => ({
      row: index + 1,
      predictions: [],
      expected: null,
      correct,
      count,
    })),
    count: rows.reduce((sum, [, count = 0]) => sum + count, 0),
    leftOut: 0,
  };
}

describe('against SciPy and statsmodels', () => {
  it.each(reference.rows)('$what: the interval over rows', ({ after, share, low, high }) => {
    const accuracy = rowAccuracy(tableOf(after))!;
    expect(accuracy.share).toBeCloseTo(share, 9);
    expect(accuracy.low).toBeCloseTo(low, 9);
    expect(accuracy.high).toBeCloseTo(high, 9);
  });

  it.each(reference.rows)('$what: what it reckons with varies no less than rows do', (row) => {
    const { share, rows } = rowAccuracy(tableOf(row.after))!;
    expect(row.clusteredShare).toBeCloseTo(share, 9);
    const variance = (share * (1 - share)) / rows;
    // statsmodels makes good that the mean is estimated, too.
    const clustered = row.clusteredError ** 2 * ((rows - 1) / rows);
    expect(variance).toBeGreaterThanOrEqual(clustered * (1 - 1e-9));
  });

  it.each(reference.rows)('$what: by how much rows fell', ({ before, after, fall }) => {
    const seen = fallByRow(tableOf(before), tableOf(after))!;
    expect(seen.low).toBeCloseTo(fall.low, 6);
    expect(seen.high).toBeCloseTo(fall.high, 6);
  });
});

describe('accuracy by rows', () => {
  it('is that of 178 rows, whether each was asked once or 507 times', () => {
    const interval = { rows: 178, alwaysCorrect: 178, share: 1, high: 1 };
    for (const asked of [1, 507]) {
      const accuracy = rowAccuracy(tableOf(Array(178).fill([asked, asked])))!;
      expect(accuracy).toMatchObject({ ...interval, asked });
      expect(accuracy.low).toBeCloseTo(0.9789, 4);
    }
  });

  it('counts a row that was asked more often no more than another', () => {
    expect(rowAccuracy(tableOf([...Array(3).fill([1, 1]), [0, 1_000]]))!.share).toBe(0.75);
  });

  it('is not known without rows', () => {
    expect(rowAccuracy(null)).toBeNull();
    expect(rowAccuracy(tableOf([]))).toBeNull();
  });

  // Of rows that are right or wrong, of rows that differ in how often they are, and of both.
  it.each([
    ['right or wrong', (chance: () => number) => (chance() < 0.9 ? 1 : 0), 0.9],
    ['right at times, each as it is', (chance: () => number) => 0.8 + 0.2 * chance(), 0.9],
    ['some of each', (chance: () => number) => (chance() < 0.8 ? 1 : chance()), 0.9],
  ])('covers the accuracy of all rows there could be in 95 %% of samples: %s', (_, draw, truth) => {
    let state = 1;
    const chance = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    let covered = 0;
    for (let sample = 0; sample < 2_000; sample += 1) {
      const rows = Array.from({ length: 150 }, () => {
        const share = draw(chance);
        const correct = Array.from({ length: 20 }, () => Number(chance() < share));
        return [correct.reduce((sum, one) => sum + one, 0), 20];
      });
      const { low, high } = rowAccuracy(tableOf(rows))!;
      if (low <= truth && truth <= high) covered += 1;
    }
    expect(covered / 2_000).toBeGreaterThan(0.935);
  });
});

describe('a fall by rows', () => {
  it('is none, exactly, where every row is answered as before, however few are right', () => {
    const before = [...Array(100).fill([9, 9]), ...Array(50).fill([0, 9])];
    const after = [...Array(100).fill([2, 2]), ...Array(50).fill([0, 4])];
    expect(fallByRow(tableOf(before), tableOf(after))).toEqual({ difference: 0, low: 0, high: 0 });
  });

  it('is of the rows that both sides have', () => {
    const before = tableOf([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    const after = {
      ...tableOf([
        [0, 1],
        [0, 1],
      ]),
      rows: tableOf([
        [0, 1],
        [0, 1],
      ]).rows,
    };
    expect(fallByRow(before, after)?.difference).toBe(1);
    expect(fallByRow(before, tableOf([[0, 1]]))).toBeNull();
  });
});
