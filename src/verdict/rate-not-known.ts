/** Was the rate not held, or is it only that nobody knows how many instances held it? */
import type { Check } from './verdict.ts';

const FOR_WANT_OF_AWS: readonly string[] = [
  'no-endpoint-data',
  'not-enough-instances',
  'no-metric-data',
  'no-target-data',
  'trigger-not-crossed',
  'observation-too-short',
];

/** Of the rate itself, and of latency in the window in which it was held: which is open then, too. */
export function rateNotKnownFor(check: Check, checks: readonly Check[]): boolean {
  const rate = checks.find(({ id }) => id === 'reached-rate');
  if (rate === undefined || rate.status === 'skipped') return false;
  if (!FOR_WANT_OF_AWS.includes(rate.reason)) return false;
  return (
    check.id === 'reached-rate' || (check.id === 'latency' && check.reason === 'rate-not-held')
  );
}
