/** Turns failures that a doubtful generator may have caused into doubts. */
import type { Analysis } from '../analysis/analyse.ts';
import { factsOf } from './checks/registry.ts';
import type { Check } from './verdict.ts';

/**
 * A failure stands where its reason says that no fault of a generator brings it about; all else turns
 * inconclusive while the generator is in doubt.
 */
export function doubtInstrument(checks: readonly Check[], { totals }: Analysis): Check[] {
  const doubts = checks.filter((check) => factsOf(check)?.doubtsGenerator === true);
  if (doubts.length === 0) return [...checks];
  const forConnections = doubts.every(
    (check) =>
      check.reason === 'connection-limit-reached' ||
      (check.reason === 'load-not-delivered' && totals.notSentForConnections > totals.notSent / 2),
  );
  return checks.map((check) => {
    if (check.status !== 'fail' || stands(check, forConnections)) return check;
    return {
      ...check,
      status: 'inconclusive',
      reason: 'generator-in-doubt',
      confidence: null,
      message: `The generator is in doubt (${doubts.map((doubt) => doubt.reason).join(', ')}), so this does not count as a failure: ${check.message}`,
    };
  });
}

function stands(check: Check, forConnections: boolean): boolean {
  const when = factsOf(check)?.stands;
  return when === 'always' || (when === 'for-want-of-connections' && forConnections);
}
