/**
 * Turns results into doubts: of a record with parts missing, of a load that AWS was not watched during, and
 * of a generator that did not send as planned.
 */
import type { Analysis } from '../analysis/analyse.ts';
import { notApplicable } from './checks/definition.ts';
import { definitionOf, factsOf, type Reason } from './checks/registry.ts';
import { rateNotKnownFor } from './rate-not-known.ts';
import {
  awsDamageInWords,
  loadDamageInWords,
  uncountedInWords,
  unwatchedInWords,
} from './record-in-words.ts';
import type { Check } from './verdict.ts';

/** All else stays as it is: what was recorded was recorded. */
export function doubtRecord(checks: readonly Check[], analysis: Analysis): Check[] {
  const load = loadDamageInWords(analysis);
  const aws = awsDamageInWords(analysis);
  return checks.map((check) => {
    const restsOn = factsOf(check)?.restsOn;
    if (load !== null && restsOn?.load === true) return doubted(check, 'record-incomplete', load);
    const open =
      rateNotKnownFor(check, checks) ||
      (typeof restsOn?.aws === 'function' ? restsOn.aws(analysis) : restsOn?.aws === true);
    return aws !== null && open ? doubted(check, 'record-incomplete', aws) : check;
  });
}

function doubted(check: Check, reason: Reason, message: string): Check {
  return { ...check, status: 'inconclusive', reason, message, confidence: null };
}

const NOT_WATCHED = 'load-not-watched';

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
    const { dataFrom, withoutCounts } = definitionOf(check.id);
    if (unwatched !== null && dataFrom === 'aws') return doubted(check, NOT_WATCHED, unwatched);
    if (withoutCounts === 'skipped')
      return { id: check.id, ...notApplicable(NOT_WATCHED, uncounted) };
    return withoutCounts === 'inconclusive' || rateNotKnownFor(check, checks)
      ? doubted(check, NOT_WATCHED, uncounted)
      : check;
  });
}

/**
 * A failure stands where its reason says that no fault of a generator brings it about; all else turns
 * inconclusive while the generator is in doubt.
 */
export function doubtInstrument(checks: readonly Check[], { totals }: Analysis): Check[] {
  const doubts = checks.filter((check) => factsOf(check)?.doubtsGenerator === true);
  if (doubts.length === 0) return [...checks];
  const atConnectionLimit = doubts.every(
    (check) =>
      check.reason === 'connection-limit-reached' ||
      (check.reason === 'load-not-delivered' && totals.notSentForConnections > totals.notSent / 2),
  );
  return checks.map((check) => {
    if (check.status !== 'fail' || stands(check, atConnectionLimit)) return check;
    return {
      ...check,
      status: 'inconclusive',
      reason: 'generator-in-doubt',
      confidence: null,
      message: `The generator is in doubt (${doubts.map((doubt) => doubt.reason).join(', ')}), so this does not count as a failure: ${check.message}`,
    };
  });
}

function stands(check: Check, atConnectionLimit: boolean): boolean {
  const when = factsOf(check)?.stands;
  return when === 'always' || (when === 'at-connection-limit' && atConnectionLimit);
}
