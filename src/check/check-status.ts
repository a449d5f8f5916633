/** Did a check pass? All of it, or as large a share of it as was asked for. */
import type { CheckReport } from './check-report.ts';

type Counts = CheckReport['counts'];

/** A share such as 0.07 is no double: 7 of 100 must still be enough for it. */
const ROUNDING = 1e-9;

/** @returns how many of `all` have to be correct for that share */
export function neededFor(minShare: number, all: number): number {
  return Math.max(0, Math.ceil(minShare * all - ROUNDING));
}

/**
 * What was not checked must never look as if it had been found right.
 *
 * @param minShare null: everything has to be right
 */
export function statusOf(counts: Counts, minShare: number | null): CheckReport['status'] {
  const { correct, wrong, wellFormed, failed, unchecked } = counts;
  if (minShare !== null) return statusAgainst(minShare, counts);
  if (wrong + failed > 0) return 'fail';
  return unchecked > 0 || correct + wellFormed === 0 ? 'inconclusive' : 'pass';
}

/** A row without a label can neither meet a share nor miss it. */
function statusAgainst(
  minShare: number,
  { correct, wrong, wellFormed, failed, unchecked }: Counts,
): CheckReport['status'] {
  const unjudged = wellFormed + unchecked;
  const all = correct + wrong + failed + unjudged;
  if (all === 0) return 'inconclusive';
  const needed = neededFor(minShare, all);
  if (correct >= needed) return 'pass';
  return correct + unjudged >= needed ? 'inconclusive' : 'fail';
}
