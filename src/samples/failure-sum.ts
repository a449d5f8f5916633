/** The first few failing responses of each kind, over all workers. */
import { KEPT_PER_KIND, MAX_KINDS } from '../load/replay/failing-responses.ts';
import type { LoadFailure } from '../record/load-events.ts';

/** By outcome and HTTP status; times are ms since time zero. Plain data. */
export type FailureSum = Map<string, LoadFailure[]>;

export function addFailure(sum: FailureSum, failure: LoadFailure): void {
  const kind = `${failure.outcome} ${failure.status}`;
  const known = sum.get(kind);
  if (known === undefined) sum.set(kind, [failure]);
  else {
    known.push(failure);
    known.sort(byTime);
    known.length = Math.min(known.length, KEPT_PER_KIND);
  }
}

/** The first kinds, in order of time. */
export function failuresOf(sum: FailureSum): LoadFailure[] {
  return [...sum.values()]
    .sort(([one], [other]) => byTime(one!, other!))
    .slice(0, MAX_KINDS)
    .flat()
    .sort(byTime);
}

/** Whole, so that the order of workers does not matter. */
function byTime(one: LoadFailure, other: LoadFailure): number {
  if (one.atMs !== other.atMs) return one.atMs - other.atMs;
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
