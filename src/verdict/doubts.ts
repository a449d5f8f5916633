/**
 * Turns results inconclusive when their evidence is in doubt: parts of the record are missing, AWS was not
 * watched during the load, the endpoint uses what is not understood, something else answered the load, or the
 * generator did not send as planned.
 */
import type { Analysis } from '../analysis/analyse.ts';
import { notApplicable } from './checks/definition.ts';
import { definitionOf, factsOf, type Reason } from './checks/registry.ts';
import { notUnderstood, notUnderstoodInWords } from './not-understood.ts';
import { rateNotKnownFor } from './rate-not-known.ts';
import {
  awsDamageInWords,
  bypassedInWords,
  loadDamageInWords,
  uncountedInWords,
  unwatchedInWords,
} from './record-in-words.ts';
import type { Check } from './verdict.ts';

/** Changes only results that depend on the missing part. */
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
 * Results from callers' data stand, whoever watched AWS. Where datapoints cover the load and polls do not,
 * only results that depend on instance counts are in doubt.
 */
export function doubtWatching(checks: readonly Check[], analysis: Analysis): Check[] {
  // A record that is cut off is the better explanation.
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

const SETTLED_BEFORE: readonly Reason[] = [
  'record-incomplete',
  NOT_WATCHED,
  'expectation-unknown',
  'not-understood',
];

/** What callers alone tell stands, whatever the endpoint uses. */
export function doubtUnderstanding(checks: readonly Check[], analysis: Analysis): Check[] {
  const all = notUnderstood(analysis);
  return checks.map((check) => {
    if (check.status === 'skipped' || SETTLED_BEFORE.includes(check.reason)) return check;
    const { dependsOn } = definitionOf(check.id);
    const reads = typeof dependsOn === 'function' ? dependsOn(analysis) : dependsOn;
    const [first] = all.filter(({ affects }) => affects.some((one) => reads.includes(one)));
    return first === undefined
      ? check
      : doubted(
          check,
          'not-understood',
          `${notUnderstoodInWords(first)} So this cannot be judged. Watch an endpoint without it, or a newer Scaleproof.`,
        );
  });
}

/**
 * Where most answers did not come through the function or endpoint that is watched, what it did says nothing
 * of the load, in either direction.
 */
export function doubtCounts(checks: readonly Check[], analysis: Analysis): Check[] {
  const { bypassed } = analysis;
  return checks.map((check) => {
    if (check.status === 'skipped' || SETTLED_BEFORE.includes(check.reason)) return check;
    const services = definitionOf(check.id).judgesDataOf?.(analysis) ?? [];
    const hop = bypassed.find(({ service }) => services.some((one) => one === service));
    return hop === undefined
      ? check
      : doubted(check, 'counts-disagree', bypassedInWords(analysis, hop));
  });
}

/** While the generator is in doubt, a failure stands only if its reason says that no generator fault causes it. */
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
      message: `The generator is in doubt (${doubts.map((doubt) => doubt.reason).join(', ')}), so this is not a failure: ${check.message}`,
    };
  });
}

function stands(check: Check, atConnectionLimit: boolean): boolean {
  const when = factsOf(check)?.stands;
  return when === 'always' || (when === 'at-connection-limit' && atConnectionLimit);
}
