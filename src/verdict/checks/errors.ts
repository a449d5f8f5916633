/** Judges the share of requests that failed. */
import type { Analysis } from '../../analysis/analyse.ts';
import { spanOfSeconds } from '../../analysis/span.ts';
import { worstSeconds } from '../../analysis/worst-stretch.ts';
import { count, counted, percent, seconds } from '../../format/numbers.js';
import { ERROR_OUTCOMES, type Outcome } from '../../systems/outcome.ts';
import { quantity } from '../quantity.ts';
import { throttlingLimit } from '../throttling-hop.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  'no-samples': { status: 'inconclusive', retryable: true, restsOn: { load: true } },
  'generator-network': { status: 'inconclusive', retryable: true, doubtsGenerator: true },
  // No generator fault makes the target fall silent or reject requests.
  'target-lost': { status: 'fail', stands: 'always' },
  'load-aborted': { status: 'fail', stands: 'always' },
  'too-many-target-errors': { status: 'fail', stands: 'always' },
  // A slow generator can cause timeouts.
  'too-many-errors': { status: 'fail' },
});

export const errors = defineCheck({
  id: 'errors',
  expectation: 'errors',
  title: 'Errors stayed rare',
  question: 'Did callers get answers?',
  group: 'callers',
  dataFrom: 'callers',
  dependsOn: [],
  lastEvidence: 'load',
  headline: {
    failed: 'Too many errors',
    passed: ({ observedValue }, { totals }) =>
      `answered ${count(totals.completed)} requests with ${percent(observedValue?.value ?? 0)} errors`,
  },
  reasons,
  judge,
});

/** Errors that the target itself returned: no generator fault produces a 503. */
const RETURNED_BY_TARGET: readonly Outcome[] = [
  'throttled',
  'client-error',
  'server-error',
  'malformed',
];

/** Transport errors that mean the generator's machine ran out of resources. */
const GENERATOR_FAULT = /EMFILE|ENFILE|EADDRNOTAVAIL|ENOBUFS|ENOMEM|ENETDOWN|ENETUNREACH/;

function judge(analysis: Analysis) {
  const { expect, totals, loss, ended, record, evidence } = analysis;
  if (expect.errors === undefined) return notAsked('errors');
  const { maxShare } = expect.errors;
  const { completed, outcomes } = totals;
  const sum = (kinds: readonly Outcome[]) =>
    kinds.reduce((total, kind) => total + (outcomes[kind] ?? 0), 0);
  const judged = spanOfSeconds(evidence.seconds);
  const bad = sum(ERROR_OUTCOMES);
  const limit = { limit: `at most ${percent(maxShare)}`, limitValue: quantity(maxShare, 'share') };
  if (completed === 0) {
    return inconclusive('no-samples', {
      observed: 'no request completed',
      ...limit,
      message: 'No request completed, so the error rate is unknown.',
      when: judged,
      n: 0,
    });
  }
  const share = bad / completed;
  const details = {
    observed: `${count(bad)} of ${counted(completed, 'request')} failed (${percent(share)})${bad > 0 ? `: ${breakdown(outcomes)}` : ''}`,
    observedValue: quantity(share, 'share'),
    ...limit,
    when: judged,
    n: completed,
  };
  const worst = (kinds: readonly Outcome[]) =>
    worstSeconds(evidence.seconds, (second) => {
      const failures = kinds.reduce((total, kind) => total + (second.outcomes[kind] ?? 0), 0);
      return failures - maxShare * second.completed;
    }) ?? judged;
  const faults = generatorFaults(totals.errors);
  if (faults.count > (outcomes.network ?? 0) / 2 && share > maxShare) {
    return inconclusive('generator-network', {
      ...details,
      when: worst(['network']),
      message: `The generator's machine ran out of network resources (${faults.first}). Raise its limits on open files and ports, then run again.`,
    });
  }
  if (loss !== null) {
    return failed('target-lost', {
      ...details,
      when: loss.span,
      message: `${lossInWords(loss)} Check its logs, memory and health checks.`,
    });
  }
  if (ended === 'aborted') {
    return failed('load-aborted', {
      ...details,
      when: worst(ERROR_OUTCOMES),
      message: `${record.manifest.end?.message ?? 'The load was stopped.'} ${advice(analysis)}`,
    });
  }
  if (share <= maxShare) {
    return passed({ ...details, message: 'Errors stayed within the budget.' });
  }
  const byTarget = sum(RETURNED_BY_TARGET) / completed > maxShare;
  return failed(byTarget ? 'too-many-target-errors' : 'too-many-errors', {
    ...details,
    when: worst(ERROR_OUTCOMES),
    message: `${percent(share)} of requests failed; the limit is ${percent(maxShare)}. ${advice(analysis)}`,
  });
}

export function lossInWords(loss: NonNullable<Analysis['loss']>): string {
  const how =
    loss.networkErrors >= loss.timeouts
      ? `${counted(loss.networkErrors, 'transport error')} since`
      : `${counted(loss.timeouts, 'timeout')} since`;
  return loss.second === 0
    ? `The target never answered (${how}).`
    : `The target stopped answering after ${seconds(loss.second)} (${how}).`;
}

function breakdown(outcomes: Analysis['totals']['outcomes']): string {
  return ERROR_OUTCOMES.filter((kind) => (outcomes[kind] ?? 0) > 0)
    .map((kind) => `${count(outcomes[kind] ?? 0)} ${kind}`)
    .join(', ');
}

function generatorFaults(messages: Readonly<Record<string, number>>): {
  count: number;
  first: string;
} {
  let faults = 0;
  let first = '';
  for (const [message, times] of Object.entries(messages)) {
    if (!GENERATOR_FAULT.test(message)) continue;
    faults += times;
    first ||= message;
  }
  return { count: faults, first };
}

/** Where to look first, by the most frequent outcome: `All`, `Most` (more than half) or how many. */
function advice(analysis: Analysis): string {
  const { outcomes } = analysis.totals;
  const frequency = (kind: Outcome) => outcomes[kind] ?? 0;
  const [first] = ERROR_OUTCOMES.toSorted((left, right) => frequency(right) - frequency(left));
  const failed = ERROR_OUTCOMES.reduce((sum, kind) => sum + frequency(kind), 0);
  const most = frequency(first!);
  const many =
    most === failed ? 'All' : most > failed / 2 ? 'Most' : `${count(most)} of ${count(failed)}`;
  const isWatched = analysis.serving.kind !== 'unwatched';
  switch (first) {
    case 'throttled':
      return `${many} were throttled: ${throttlingLimit(analysis)}.`;
    case 'client-error':
      return `${many} were rejected as bad requests: check the path, payload and permissions.`;
    case 'server-error':
      return `${many} were server errors: check the logs of the ${isWatched ? 'model container' : 'target'}.`;
    case 'timeout':
      return `${many} timed out: check the queue in front of the ${isWatched ? 'instances' : 'target'}, or raise \`timeoutMs\`.`;
    case 'network':
      return `${many} failed in transport: check that the target accepts connections.`;
    default:
      return `${many} could not be parsed: check that the system and path match the target.`;
  }
}
