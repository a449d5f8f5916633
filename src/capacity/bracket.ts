/** What the steps so far say together: between which rates the capacity lies. Pure. */
import type { CapacityStep } from './result.ts';

/** What the search looks at. */
export type SearchedStep = Pick<
  CapacityStep,
  'purpose' | 'targetRps' | 'outcome' | 'reason' | 'answeredRps'
>;

export interface Bracket {
  /** The highest rate whose bound was met; null when there is none. */
  readonly low: number | null;
  /** The lowest rate above it that was not carried; null when there is none. */
  readonly high: number | null;
}

/** A rate that stayed open this often, each time longer, was not carried, if a higher one was missed. */
export const TRIES = 3;

/**
 * A rate that was met stands, whatever a lower one did before: a stall may fail a step that the endpoint
 * carries, and nothing makes it carry what it cannot.
 */
export function bracketOf(steps: readonly SearchedStep[]): Bracket {
  const searched = steps.filter(({ purpose }) => purpose === 'rising' || purpose === 'refining');
  const met = searched.filter(({ outcome }) => outcome === 'met');
  const low = met.length === 0 ? null : Math.max(...met.map(({ targetRps }) => targetRps));
  const above = searched.filter(({ targetRps }) => low === null || targetRps > low);
  const missed = above.filter(({ outcome }) => outcome === 'missed');
  const highest = Math.max(0, ...missed.map(({ targetRps }) => targetRps));
  const not = above.filter(
    (step) =>
      step.outcome === 'missed' ||
      (step.targetRps < highest && opensAt(searched, step.targetRps) >= TRIES),
  );
  const high = not.length === 0 ? null : Math.min(...not.map(({ targetRps }) => targetRps));
  return { low, high };
}

export function opensAt(steps: readonly SearchedStep[], targetRps: number): number {
  return steps.filter((step) => step.outcome === 'open' && isSameRate(step.targetRps, targetRps))
    .length;
}

export function isSameRate(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-6 * Math.max(left, right);
}
