import { describe, expect, it } from 'vitest';
import { changePoints } from '../../src/statistics/change-points.ts';
import { strongestCandidate } from '../../src/statistics/e-divisive.ts';
import { momentsOf, studentTails } from '../../src/statistics/student-test.ts';
import { madeUpSeries } from './made-up-series.ts';

const indices = (values: readonly number[], options = {}) =>
  changePoints(values, options).map(({ index }) => index);

/** The formula as it is printed, with no sum used twice. */
function strongestByDefinition(values: readonly number[]): number {
  const sum = (pairs: [number, number][]) =>
    pairs.reduce((total, [i, j]) => total + Math.abs(values[i]! - values[j]!), 0);
  const pairs = (from: number, to: number) =>
    range(from, to).flatMap((i) => range(i + 1, to).map((j): [number, number] => [i, j]));
  let [best, bestTau] = [Number.NEGATIVE_INFINITY, 0];
  for (let tau = 1; tau < values.length; tau += 1) {
    for (let kappa = tau + 1; kappa <= values.length; kappa += 1) {
      const [n, m] = [tau, kappa - tau];
      const across = range(0, tau).flatMap((i) =>
        range(tau, kappa).map((j): [number, number] => [i, j]),
      );
      const q =
        (2 / (n + m)) * sum(across) -
        (n > 1 ? ((2 * m) / (n + m) / (n - 1)) * sum(pairs(0, tau)) : 0) -
        (m > 1 ? ((2 * n) / (n + m) / (m - 1)) * sum(pairs(tau, kappa)) : 0);
      if (q > best + 1e-9) [best, bestTau] = [q, tau];
    }
  }
  return bestTau;
}

const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

describe('the strongest candidate', () => {
  it('is that of the printed formula', () => {
    for (const { values } of madeUpSeries(20)) {
      const few = values.slice(0, 25);
      expect(strongestCandidate(few, 0, few.length)?.index).toBe(strongestByDefinition(few));
    }
  });

  it('is looked for between two places only', () => {
    expect(strongestCandidate([9, 9, 9, 1, 1, 1, 2, 2, 2], 3, 9)?.index).toBe(6);
  });

  it('is the first of equal ones', () => {
    expect(strongestCandidate([5, 5, 5, 5], 0, 4)?.index).toBe(1);
  });

  it('takes two values', () => {
    expect(strongestCandidate([1], 0, 1)).toBe(null);
    expect(strongestCandidate([1, 2], 0, 2)?.index).toBe(1);
  });
});

describe("Student's test", () => {
  it.each([
    // From tables of the distribution, two-sided.
    [2.228139, 10, 0.05],
    [3.169273, 10, 0.01],
    [12.706205, 1, 0.05],
    [4.143, 13, 0.001159],
  ])('|t| >= %d with %d degrees', (t, degrees, chance) => {
    expect(studentTails(t, degrees)).toBeCloseTo(chance, 5);
    expect(studentTails(-t, degrees)).toBe(studentTails(t, degrees));
  });

  it('leaves nothing beyond an infinite t', () => {
    expect(studentTails(Number.POSITIVE_INFINITY, 3)).toBe(0);
  });

  it('keeps the variance of large, nearly equal values', () => {
    expect(momentsOf([0, 1e9 + 1, 1e9 + 2, 1e9 + 3], 1, 4)).toEqual({
      count: 3,
      mean: 1e9 + 2,
      variance: 2 / 3,
    });
  });
});

describe('change points', () => {
  const step = [
    ...range(0, 30).map((i) => 100 + (i % 3)),
    ...range(0, 30).map((i) => 110 + (i % 3)),
  ];

  it('names the first value after a step, with the means beside it', () => {
    expect(changePoints(step)).toEqual([
      { index: 30, pValue: expect.any(Number), meanBefore: 101, meanAfter: 111 },
    ]);
    expect(changePoints(step)[0]!.pValue).toBeLessThan(1e-20);
  });

  it('finds a step in a history of several windows', () => {
    const long = [...range(0, 399).map((i) => 100 + (i % 3)), ...step];
    expect(indices(long)).toEqual([429]);
  });

  it('finds none in constant, short or empty series', () => {
    expect([[], [1], [1, 2], range(0, 40).map(() => 0.1)].map((values) => indices(values))).toEqual(
      [[], [], [], []],
    );
  });

  it('finds a step between two constants', () => {
    expect(changePoints([...range(0, 10).map(() => 3), ...range(0, 10).map(() => 4)])).toEqual([
      { index: 10, pValue: 0, meanBefore: 3, meanAfter: 4 },
    ]);
  });

  it('leaves out what is smaller than asked for', () => {
    expect(indices(step, { minMagnitude: 0.09 })).toEqual([30]);
    expect(indices(step, { minMagnitude: 0.1 })).toEqual([]);
  });
});
