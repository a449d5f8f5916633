/** Doubt the instrument first: which failures does a doubtful generator excuse? */
import type { Analysis } from '../analysis/analyse.ts';
import type { Check, CheckId } from './verdict.ts';

/** Reasons of inconclusive checks that put the generator itself in doubt. */
const DOUBTS: Readonly<Partial<Record<CheckId, readonly string[]>>> = {
  'load-delivered': ['no-samples', 'load-not-delivered', 'worker-missing', 'expectation-unknown'],
  'generator-lag': [
    'no-samples',
    'generator-lagging',
    'connection-limit-reached',
    'expectation-unknown',
  ],
  errors: ['generator-network'],
};

/**
 * Failures that no fault of a generator can bring about; they stand. All others turn
 * inconclusive while the generator is in doubt.
 *
 * | check        | stands                                   | why, and what does not                          |
 * |--------------|------------------------------------------|-------------------------------------------------|
 * | scaled-out   | what AWS itself puts on record           | a lower load than planned needs fewer instances |
 * | errors       | the target's own refusals; its silence   | timeouts may be the generator's own slowness    |
 * | accuracy     | always                                   | a prediction does not depend on when it is asked|
 * | latency      | -                                        | counts from the intended send time: holds lag   |
 * | reached-rate | -                                        | the rate may not have been sent                 |
 * | converged    | -                                        | a backlog sent late raises the last periods     |
 * | no-flapping  | -                                        | a load that comes in gusts makes a policy flap  |
 * | throttles    | always                                   | they are the target's own refusals              |
 * | cold-starts, spillover, concurrency | -                 | gusts need more at once than the plan does      |
 *
 * (`trigger-crossed` never fails.)
 */
const STANDS: Readonly<Partial<Record<CheckId, readonly string[]>>> = {
  'scaled-out': [
    'at-max-capacity',
    'scaling-suspended',
    'scaling-failed',
    'scaling-refused',
    'no-policy',
    'alarm-never-fired',
    'alarm-on-other-metric',
  ],
  errors: ['too-many-target-errors', 'target-lost', 'load-aborted'],
  accuracy: ['too-many-wrong'],
  throttles: ['too-many-throttled'],
};

/**
 * When the only thing wrong was that every connection was in use, the generator kept its time and
 * the target kept the connections: its slowness in answering is its own.
 */
const STANDS_FOR_WANT_OF_CONNECTIONS: typeof STANDS = {
  latency: ['service-too-slow'],
  'reached-rate': ['rate-not-answered'],
};

/** Replaces failures that the generator may have caused; all else stays as it is. */
export function doubtInstrument(checks: readonly Check[], { totals }: Analysis): Check[] {
  const doubts = checks.filter((check) => check.status === 'inconclusive' && listed(DOUBTS, check));
  if (doubts.length === 0) return [...checks];
  const forConnections = doubts.every(
    (check) =>
      check.reason === 'connection-limit-reached' ||
      (check.reason === 'load-not-delivered' && totals.notSentForConnections > totals.notSent / 2),
  );
  return checks.map((check) => {
    if (check.status !== 'fail' || listed(STANDS, check)) return check;
    if (forConnections && listed(STANDS_FOR_WANT_OF_CONNECTIONS, check)) return check;
    return {
      ...check,
      status: 'inconclusive',
      reason: 'generator-in-doubt',
      confidence: null,
      message: `The generator is in doubt (${doubts.map((doubt) => doubt.reason).join(', ')}), so this does not count as a failure: ${check.message}`,
    };
  });
}

function listed(table: typeof STANDS, check: Check): boolean {
  return table[check.id]?.includes(check.reason) ?? false;
}
