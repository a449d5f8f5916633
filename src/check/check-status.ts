/** Decides whether a check passed: all predictions correct, or at least the required share. */
import type { CheckReport } from './check-report.ts';

type Counts = CheckReport['counts'];

/** A share such as 0.07 is not exact in binary; 7 of 100 must still be enough. */
const ROUNDING = 1e-9;

/** @returns how many of `all` must be correct for that share */
export function neededFor(minShare: number, all: number): number {
  return Math.max(0, Math.ceil(minShare * all - ROUNDING));
}

/**
 * What was not checked must never count as correct.
 *
 * @param minShare null: everything must be correct
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
