/** Doubt the record: which results rest on lines that are not there? */
import type { Analysis } from '../analysis/analyse.ts';
import { rateNotKnownFor } from './rate-not-known.ts';
import { awsDamageInWords, loadDamageInWords } from './record-in-words.ts';
import type { Check, CheckId } from './verdict.ts';

type Reasons = Readonly<Partial<Record<CheckId, readonly string[]>>>;

/** Results that the missing part of `load.ndjson` may turn round, or that are none for want of it. */
const RESTS_ON_LOAD: Reasons = {
  'generator-lag': ['no-samples'],
  'scaled-out': ['no-samples', 'load-too-short'],
  'reached-rate': [
    'plan-too-short',
    'rate-not-sent',
    'rate-not-answered',
    'not-enough-instances',
    'no-samples',
    'load-too-short',
  ],
  latency: [
    'rate-not-held',
    'no-samples',
    'too-few-samples',
    'not-certified',
    'too-slow',
    'service-too-slow',
  ],
  errors: ['no-samples'],
  accuracy: ['no-predictions'],
  converged: ['ok', 'above-target', 'not-settled', 'no-metric-data', 'load-too-short'],
  'no-flapping': ['ok', 'no-samples'],
  'cold-starts': ['no-samples', 'no-cold-start-data', 'no-metric-data'],
  throttles: ['no-samples'],
  spillover: ['no-metric-data'],
  concurrency: ['limit-unknown'],
};

/** The same of `aws.ndjson`. A scale-out that was seen, and an obstacle that AWS put on record, stand. */
const RESTS_ON_AWS: Reasons = {
  'trigger-crossed': ['no-policy', 'no-target-data', 'no-metric-data', 'trigger-not-crossed'],
  'scaled-out': [
    'no-endpoint-data',
    'no-policy',
    'no-metric-data',
    'no-target-data',
    'trigger-not-crossed',
    'observation-too-short',
    'not-enough-instances',
    'alarm-never-fired',
  ],
  converged: [
    'no-target-data',
    'no-metric-data',
    'metric-not-final',
    'no-endpoint-data',
    'trigger-not-crossed',
    'observation-too-short',
  ],
  'no-flapping': ['ok', 'no-endpoint-data'],
  'cold-starts': ['no-cold-start-data', 'no-metric-data', 'metric-incomplete', 'metric-not-final'],
  throttles: ['metric-incomplete', 'metric-not-final'],
  spillover: ['no-metric-data', 'metric-incomplete', 'metric-not-final'],
  concurrency: ['limit-unknown', 'metric-incomplete', 'metric-not-final'],
};

/** All else stays as it is: what was recorded was recorded. */
export function doubtRecord(checks: readonly Check[], analysis: Analysis): Check[] {
  const load = loadDamageInWords(analysis);
  const aws = awsDamageInWords(analysis);
  return checks.map((check) => {
    if (load !== null && listed(RESTS_ON_LOAD, check)) return doubted(check, load);
    return aws !== null && restsOnAws(check, checks, analysis) ? doubted(check, aws) : check;
  });
}

function restsOnAws(check: Check, checks: readonly Check[], analysis: Analysis): boolean {
  const toTheEnd = polledToTheEnd(analysis);
  switch (check.id) {
    case 'reached-rate':
      return rateNotKnownFor(check, checks);
    case 'latency':
      // The window ends with the polls, so how much of it was slow is as open.
      return (
        rateNotKnownFor(check, checks) ||
        (check.status === 'fail' && analysis.expect.latency?.over !== 'run' && !toTheEnd)
      );
    case 'no-flapping':
      return listed(RESTS_ON_AWS, check) && !(check.reason === 'ok' && toTheEnd);
    default:
      return listed(RESTS_ON_AWS, check);
  }
}

/** Whether polls of the endpoint go on until the load was over. */
function polledToTheEnd({ evidence, loadSpan }: Analysis): boolean {
  const last = evidence.points.at(-1);
  return loadSpan !== null && last !== undefined && last.atMs >= loadSpan.toMs;
}

function listed(table: Reasons, check: Check): boolean {
  return table[check.id]?.includes(check.reason) ?? false;
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
