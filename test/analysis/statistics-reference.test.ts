import { describe, expect, it } from 'vitest';
import { effectiveTrials } from '../../src/analysis/effective-trials.ts';
import { autocorrelationTime, blockLength } from '../../src/statistics/autocorrelation.ts';
import {
  chanceOfAtLeast,
  chanceOfAtMost,
  exactInterval,
  studentQuantile,
} from '../../src/statistics/distributions.ts';
// From SciPy, statsmodels and arch; `reference.py` beside it tells how.
import reference from '../fixtures/statistics/reference.json' with { type: 'json' };

/** The same numbers as in `reference.py`: a linear generator, each value carrying on a part of the last. */
function series(length: number, carried: number): number[] {
  const values: number[] = [];
  let state = 1;
  for (let index = 0; index < length; index += 1) {
    state = (state * 16_807) % 2_147_483_647;
    values.push((values.at(-1) ?? 0) * carried + state / 2_147_483_647 - 0.5);
  }
  return values;
}

describe('against SciPy and statsmodels', () => {
  it.each(reference.tails)('the tails at $successes of $trials', (row) => {
    const { successes, trials, chance, atMost, atLeast } = row;
    expect(chanceOfAtMost(successes, trials, chance)).toBeCloseTo(atMost, 9);
    expect(chanceOfAtLeast(successes, trials, chance)).toBeCloseTo(atLeast, 9);
  });

  it.each(reference.intervals)('the exact interval of $successes of $trials', (row) => {
    const { low, high } = exactInterval(row.successes, row.trials, row.confidence);
    expect(low).toBeCloseTo(row.low, 9);
    expect(high).toBeCloseTo(row.high, 9);
  });

  it.each(reference.students)('t of $degrees degrees at $share', ({ share, degrees, quantile }) => {
    expect(studentQuantile(share, degrees)).toBeCloseTo(quantile, 6);
  });

  it.each(reference.times)(
    'the autocorrelation time of $length values, carrying $carried',
    (row) => {
      expect(autocorrelationTime(series(row.length, row.carried))).toBeCloseTo(row.time, 9);
    },
  );

  it.each(reference.times)('the block length of $length values, carrying $carried', (row) => {
    // Theirs is of the stationary bootstrap; the circular one's blocks are longer by this factor.
    const circular = Math.cbrt(1.5) * row.block;
    expect(blockLength(series(row.length, row.carried))).toBeCloseTo(Math.max(1, circular), 6);
  });

  it.each(reference.effective)('the effective trials of failures $what', (row) => {
    const seconds = row.trials.map((trials, index) => ({
      successes: row.successes[index]!,
      trials,
    }));
    expect(effectiveTrials(seconds, row.confidence)).toBeCloseTo(row.effective, 6);
  });
});
