/** The two-sample tests and their intervals, held against SciPy in one process. */
import { beforeAll, describe, expect, it } from 'vitest';
import { normal, type Uniform, uniform } from '../../bench/calibration/chance.ts';
import { kolmogorovSmirnov } from '../../bench/comparison/kolmogorov-smirnov.ts';
import { ansariBradley } from '../../src/statistics/ansari-bradley.ts';
import { mannWhitney } from '../../src/statistics/mann-whitney.ts';
import { shiftInterval } from '../../src/statistics/shift.ts';
import { type Answer, askSciPy, hasSciPy, type Pair } from './scipy.ts';

interface NamedPair extends Pair {
  readonly what: string;
}

const KINDS: Record<string, (random: Uniform) => number> = {
  normal: (random) => 100 + 10 * normal(random),
  'log-normal': (random) => Math.exp(2 * normal(random)),
  // Without a variance.
  'heavy-tailed': (random) => (1 - random()) ** (-1 / 1.2),
  // Fifths, exact in binary after the division by 8: many ties.
  tied: (random) => Math.floor(5 * random()) / 8,
  'nearly constant': (random) => (random() < 0.8 ? 1 : 2),
};
const SIZES: readonly (readonly [number, number])[] = [
  ...[1, 2, 3, 4, 5, 6].map((size) => [size, size] as const),
  [1, 4],
  [2, 9],
  [5, 3],
  [4, 7],
  [3, 12],
  [10, 10],
  [8, 25],
  [28, 28],
  [30, 30],
  [5, 300],
  [60, 45],
  [365, 300],
];

/** Sizes by kinds, each with three shifts of the second sample: 270 pairs. */
function makePairs(): NamedPair[] {
  const random = uniform(11);
  return SIZES.flatMap(([m, n]) =>
    Object.entries(KINDS).flatMap(([kind, draw]) =>
      [0, 1, 4].map((shift) => {
        const first = Array.from({ length: m }, () => draw(random));
        const second = Array.from({ length: n }, () => draw(random) + shift);
        const { method } = mannWhitney(first, second);
        const isTied = new Set([...first, ...second]).size < m + n;
        const invert = m === n && m >= 2 && m <= (isTied ? 4 : 6);
        return { what: `${m} and ${n}, ${kind} + ${shift}`, first, second, method, invert };
      }),
    ),
  );
}

describe.skipIf(!hasSciPy())('against SciPy', () => {
  let rows: (NamedPair & { readonly scipy: Answer })[] = [];
  beforeAll(() => {
    const pairs = makePairs();
    const answers = askSciPy(pairs);
    rows = pairs.map((pair, index) => ({ ...pair, scipy: answers[index]! }));
  });

  it('compares at least 200 pairs, by both methods, with intervals and ties', () => {
    expect(rows.filter(({ scipy }) => scipy.rankP !== null).length).toBeGreaterThan(200);
    expect(rows.filter(({ method }) => method === 'normal').length).toBeGreaterThan(20);
    expect(rows.filter(({ scipy }) => scipy.interval !== null).length).toBeGreaterThan(20);
  });

  it('mannWhitney has its U and p', () => {
    for (const { what, first, second, scipy } of rows) {
      if (scipy.rankP === null) continue;
      const { u, pValue } = mannWhitney(first, second);
      expect(u, what).toBe(scipy.u);
      expectClose(pValue, scipy.rankP, 1e-9, what);
    }
  });

  it('ansariBradley has its exact p', () => {
    const exact = rows.filter(
      ({ scipy, first, second }) =>
        scipy.spreadP !== null && ansariBradley(first, second).method === 'exact',
    );
    expect(exact.length).toBeGreaterThan(50);
    for (const { what, first, second, scipy } of exact) {
      // SciPy counts these in single precision.
      expectClose(ansariBradley(first, second).pValue, scipy.spreadP!, 1e-6, what);
    }
  });

  it('kolmogorovSmirnov has its distance and p', () => {
    for (const { what, first, second, scipy } of rows) {
      const { distance, pValue } = kolmogorovSmirnov(first, second);
      expectClose(distance, scipy.distance, 1e-12, what);
      expectClose(pValue, scipy.distanceP, 1e-7, what);
    }
  });

  it('the interval has the shifts that its test does not reject', () => {
    for (const { what, first, second, invert, scipy } of rows) {
      if (!invert) continue;
      const { interval } = shiftInterval(first, second);
      const [low, high] = scipy.interval ?? [];
      if (interval === null || low === undefined) {
        expect(interval, what).toBe(scipy.interval);
      } else {
        expectClose(interval.low, low, 1e-12, what);
        expectClose(interval.high, high!, 1e-12, what);
      }
    }
  });
});

function expectClose(ours: number, theirs: number, relative: number, what: string): void {
  const difference = Math.abs(ours - theirs);
  expect(difference, `${what}: ${ours}, SciPy has ${theirs}`).toBeLessThanOrEqual(
    relative * Math.max(Math.abs(theirs), 1e-12),
  );
}
