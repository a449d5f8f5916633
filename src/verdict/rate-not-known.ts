/** Tells whether the rate was not held, or the instance count behind it is merely unknown. */
import { factsOf } from './checks/registry.ts';
import type { Check } from './verdict.ts';

/** For `reached-rate` itself, and for `latency` when its window depends on that rate. */
export function rateNotKnownFor(check: Check, checks: readonly Check[]): boolean {
  const rate = checks.find(({ id }) => id === 'reached-rate');
  if (rate === undefined || factsOf(rate)?.restsOn?.aws !== true) return false;
  return (
    check.id === 'reached-rate' || (check.id === 'latency' && check.reason === 'rate-not-held')
  );
}
