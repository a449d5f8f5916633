/** Doubts results that rest on a part of the record that is missing. */
import type { Analysis } from '../analysis/analyse.ts';
import { factsOf } from './checks/registry.ts';
import { rateNotKnownFor } from './rate-not-known.ts';
import { awsDamageInWords, loadDamageInWords } from './record-in-words.ts';
import type { Check } from './verdict.ts';

/** All else stays as it is: what was recorded was recorded. */
export function doubtRecord(checks: readonly Check[], analysis: Analysis): Check[] {
  const load = loadDamageInWords(analysis);
  const aws = awsDamageInWords(analysis);
  return checks.map((check) => {
    const restsOn = factsOf(check)?.restsOn;
    if (load !== null && restsOn?.load === true) return doubted(check, load);
    const open =
      rateNotKnownFor(check, checks) ||
      (typeof restsOn?.aws === 'function' ? restsOn.aws(analysis) : restsOn?.aws === true);
    return aws !== null && open ? doubted(check, aws) : check;
  });
}

function doubted(check: Check, message: string): Check {
  return {
    ...check,
    status: 'inconclusive',
    reason: 'record-incomplete',
    message,
    confidence: null,
  };
}
