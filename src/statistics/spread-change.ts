/** Tests whether the values within runs spread more, or less, than they did. */
import { mannWhitney } from './mann-whitney.ts';
import { type Change, ratioInterval } from './shift.ts';

/** The distribution within one run; a sketch is one. */
export interface Distribution {
  /** @param share 0..1. @returns null when empty. */
  quantile(share: number): number | null;
}

export interface SpreadChange {
  /** Two-sided, for both parts together. */
  readonly pValue: number;
  /** Where the evidence is stronger: p90 over p10, or p99 over p50. */
  readonly part: keyof typeof PARTS;
  /** Of that part: 1.2 is a spread, as a ratio, that is 20 % greater. Its interval is one of two. */
  readonly ratio: Change;
}

/** Upper over lower quantile: a number without a unit, which a change of level alone leaves as it is. */
const PARTS = { body: [0.1, 0.9], tail: [0.5, 0.99] } as const;

/**
 * The run is the sample, not its requests: each run gives one number, how far it spreads, and those are compared
 * by rank. Two numbers in fact, since no one spread sees both a wider body and a longer tail; p is twice the
 * smaller one's (Bonferroni), so five runs a side are the fewest that show anything at 95 %.
 *
 * The test of Kolmogorov and Smirnov is not the one. On pooled requests it takes each run's own level for a
 * change, the surer the more requests there are; on one number a run it has less power than ranks. `npm run
 * comparison` has the table.
 *
 * @param confidence 0..1, exclusive: of the interval.
 * @returns null where a run has no values, or a quantile that is not positive.
 * @throws RangeError when a side has no runs.
 */
export function spreadChange(
  base: readonly Distribution[],
  candidate: readonly Distribution[],
  confidence = 0.95,
): SpreadChange | null {
  const body = partChange('body', base, candidate, confidence);
  const tail = partChange('tail', base, candidate, confidence);
  if (body === null || tail === null) return null;
  // A wider body makes the tail longer too.
  const stronger = tail.pValue < body.pValue ? tail : body;
  return { ...stronger, pValue: Math.min(1, 2 * stronger.pValue) };
}

function partChange(
  part: keyof typeof PARTS,
  base: readonly Distribution[],
  candidate: readonly Distribution[],
  confidence: number,
): SpreadChange | null {
  const [lower, upper] = PARTS[part];
  const [from, of] = [base, candidate].map((runs) =>
    runs.map((run) => (run.quantile(upper) ?? 0) / (run.quantile(lower) ?? 0)),
  ) as [number[], number[]];
  if (![...from, ...of].every((spread) => Number.isFinite(spread) && spread > 0)) return null;
  // Half the error for each of the two, as p is doubled.
  const ratio = ratioInterval(from, of, (1 + confidence) / 2)!;
  return { part, ratio, pValue: mannWhitney(from, of).pValue };
}
