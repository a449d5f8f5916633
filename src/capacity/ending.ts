/** How the search ended, from the steps alone: the same for a test that ended and one that was killed. Pure. */
import type { CapacityRecord } from '../record/read-capacity.ts';
import { bracketOf } from './bracket.ts';
import type { JudgedStep } from './judge-step.ts';
import { nextLoad } from './search.ts';

/** How the search ended, or why it did not. */
export type Ending =
  | 'found'
  | 'at-limit'
  | 'none'
  | 'exhausted'
  | 'count-changed'
  | 'generator'
  /** A higher rate kept the bound than one that missed it: something else disturbed the steps. */
  | 'contradicted'
  /** Interrupted, killed, or stopped by the abort rule. */
  | 'cut-short';

export function endingOf({ begun }: CapacityRecord, steps: readonly JudgedStep[]): Ending {
  const next = nextLoad(begun, steps);
  if (next.kind === 'load') return 'cut-short';
  if (next.why === 'found' && isContradicted(begun, steps)) return 'contradicted';
  if (next.why !== 'void') return next.why;
  return steps.some(({ reason }) => reason === 'count-changed') ? 'count-changed' : 'generator';
}

function isContradicted(
  { bound, precision }: CapacityRecord['begun'],
  steps: readonly JudgedStep[],
): boolean {
  const high = bracketOf(steps).high ?? Number.POSITIVE_INFINITY;
  return steps.some((step) => step.targetRps > high * (1 + precision) && keeps(step, bound));
}

/** With fewer requests, an overload need not show. */
const ENOUGH_REQUESTS = 400;

function keeps(
  { purpose, outcome, reason, latencyMs, requests }: JudgedStep,
  { maxMs }: CapacityRecord['begun']['bound'],
): boolean {
  if (purpose === 'falling') return false;
  if (purpose === 'overload' && requests < ENOUGH_REQUESTS) return false;
  const isWithin = (latencyMs.atBound ?? Number.POSITIVE_INFINITY) <= maxMs;
  return outcome === 'met' || (outcome === 'open' && reason !== 'errors' && isWithin);
}
