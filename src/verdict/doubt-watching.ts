/** Doubts results that hold samples against what AWS told of another time. */
import type { Analysis } from '../analysis/analyse.ts';
import { notApplicable } from './checks/definition.ts';
import { definitionOf } from './checks/registry.ts';
import { rateNotKnownFor } from './rate-not-known.ts';
import { awsDamageInWords, uncountedInWords, unwatchedInWords } from './record-in-words.ts';
import type { Check } from './verdict.ts';

const REASON = 'load-not-watched';

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
    const { toldBy, withoutCounts } = definitionOf(check.id);
    if (unwatched !== null && toldBy === 'aws') return doubted(check, unwatched);
    if (withoutCounts === 'skipped') return { id: check.id, ...notApplicable(REASON, uncounted) };
    return withoutCounts === 'inconclusive' || rateNotKnownFor(check, checks)
      ? doubted(check, uncounted)
      : check;
  });
}

function doubted(check: Check, message: string): Check {
  return { ...check, status: 'inconclusive', reason: REASON, message, confidence: null };
}
