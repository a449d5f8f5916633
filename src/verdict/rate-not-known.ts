/** Whether a rate was not held, or only nobody knows how many instances held it. */
import { factsOf } from './checks/registry.ts';
import type { Check } from './verdict.ts';

/** Of the rate itself, and of latency in the window in which it was held: which is open then, too. */
export function rateNotKnownFor(check: Check, checks: readonly Check[]): boolean {
  const rate = checks.find(({ id }) => id === 'reached-rate');
  if (rate === undefined || factsOf(rate)?.restsOn?.aws !== true) return false;
  return (
    check.id === 'reached-rate' || (check.id === 'latency' && check.reason === 'rate-not-held')
  );
}
