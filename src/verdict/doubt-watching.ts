/** Doubt that samples brought along and what AWS told are of the same time. */
import type { Analysis } from '../analysis/analyse.ts';
import { withoutObject } from './check-details.ts';
import { rateNotKnownFor } from './rate-not-known.ts';
import { awsDamageInWords, uncountedInWords, unwatchedInWords } from './record-in-words.ts';
import type { Check, CheckId } from './verdict.ts';

const REASON = 'load-not-watched';

/** Checks that hold samples against what AWS told: of another time, it tells nothing of them. */
const OF_AWS: readonly CheckId[] = [
  'trigger-crossed',
  'scaled-out',
  'converged',
  'no-flapping',
  'cold-starts',
  'spillover',
  'concurrency',
];

/**
 * What callers alone can tell stays: it was measured, whoever watched. Where datapoints cover the
 * load and polls do not, only the results that rest on counts of instances are in doubt.
 */
export function doubtWatching(checks: readonly Check[], analysis: Analysis): Check[] {
  // A record that is cut off explains it better.
  if (awsDamageInWords(analysis) !== null) return [...checks];
  const unwatched = unwatchedInWords(analysis);
  const uncounted = uncountedInWords(analysis);
  return checks.map((check) => {
    if (check.status === 'skipped' || uncounted === null) return check;
    if (unwatched !== null && OF_AWS.includes(check.id)) return doubted(check, unwatched);
    // Nobody need ask for it, so it must not keep a load that was sent before from passing.
    if (check.id === 'no-flapping') return withoutObject(check.id, REASON, uncounted);
    return check.id === 'scaled-out' || rateNotKnownFor(check, checks)
      ? doubted(check, uncounted)
      : check;
  });
}

function doubted(check: Check, message: string): Check {
  return { ...check, status: 'inconclusive', reason: REASON, message, confidence: null };
}
