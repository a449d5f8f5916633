/** Judges the share of requests that failed. */
import type { Analysis } from '../../analysis/analyse.ts';
import { count, counted, percent, seconds } from '../../format/numbers.js';
import { ERROR_OUTCOMES, type Outcome } from '../../systems/outcome.ts';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  'no-samples': { status: 'inconclusive', restsOn: { load: true } },
  'generator-network': { status: 'inconclusive', doubtsGenerator: true },
  // The target's silence is its own, and so are its refusals.
  'target-lost': { status: 'fail', stands: 'always' },
  'load-aborted': { status: 'fail', stands: 'always' },
  'too-many-target-errors': { status: 'fail', stands: 'always' },
  // Timeouts may be the generator's own slowness.
  'too-many-errors': { status: 'fail' },
});

export const errors = defineCheck({
  id: 'errors',
  expectation: 'errors',
  title: 'Errors stayed rare',
  question: 'Did callers get answers?',
  group: 'callers',
  toldBy: 'callers',
  headline: {
    failed: 'Failed too many requests',
    passed: ({ observedValue }, { totals }) =>
      `answered ${count(totals.completed)} requests with ${percent(observedValue?.value ?? 0)} of errors`,
  },
  reasons,
  judge,
});

/** The target's own words: no fault of a generator produces a 503. */
const SAID_BY_TARGET: readonly Outcome[] = [
  'throttled',
  'client-error',
  'server-error',
  'malformed',
];

/** Transport errors by which the generator's machine ran out of something of its own. */
const OWN_FAULT = /EMFILE|ENFILE|EADDRNOTAVAIL|ENOBUFS|ENOMEM|ENETDOWN|ENETUNREACH/;

function judge({ expect, totals, loss, ended, record }: Analysis) {
  if (expect.errors === undefined) return notAsked('errors');
  const { maxShare } = expect.errors;
  const { completed, outcomes } = totals;
  const sum = (kinds: readonly Outcome[]) =>
    kinds.reduce((total, kind) => total + (outcomes[kind] ?? 0), 0);
  const bad = sum(ERROR_OUTCOMES);
  const limit = { limit: `at most ${percent(maxShare)}`, limitValue: quantity(maxShare, 'share') };
  if (completed === 0) {
    return inconclusive('no-samples', {
      observed: 'no request ended',
      ...limit,
      message: 'No request ended, so nothing is known about errors.',
      n: 0,
    });
  }
  const share = bad / completed;
  const finding = {
    observed: `${count(bad)} of ${counted(completed, 'request')} failed (${percent(share)})${bad > 0 ? `: ${breakdown(outcomes)}` : ''}`,
    observedValue: quantity(share, 'share'),
    ...limit,
    n: completed,
  };
  const own = ownFaults(totals.errors);
  if (own.count > (outcomes.network ?? 0) / 2 && share > maxShare) {
    return inconclusive('generator-network', {
      ...finding,
      message: `The generator's own machine ran out of network resources (${own.first}). Raise its limits on open files and ports, then run again.`,
    });
  }
  if (loss !== null) {
    return failed('target-lost', {
      ...finding,
      message: `${lossInWords(loss)} Look at why it stopped: its logs, its memory, its health checks.`,
    });
  }
  if (ended === 'aborted') {
    return failed('load-aborted', {
      ...finding,
      message: `${record.manifest.end?.message ?? 'The load was stopped.'} ${advice(outcomes)}`,
    });
  }
  if (share <= maxShare) {
    return passed({ ...finding, message: 'Errors stayed within the budget.' });
  }
  const saidByTarget = sum(SAID_BY_TARGET) / completed > maxShare;
  return failed(saidByTarget ? 'too-many-target-errors' : 'too-many-errors', {
    ...finding,
    message: `${percent(share)} of requests failed, ${percent(maxShare)} are allowed. ${advice(outcomes)}`,
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

function ownFaults(messages: Readonly<Record<string, number>>): { count: number; first: string } {
  let faults = 0;
  let first = '';
  for (const [message, times] of Object.entries(messages)) {
    if (!OWN_FAULT.test(message)) continue;
    faults += times;
    first ||= message;
  }
  return { count: faults, first };
}

/** Where to look first, by what is most frequent. */
function advice(outcomes: Analysis['totals']['outcomes']): string {
  const most = ERROR_OUTCOMES.toSorted(
    (left, right) => (outcomes[right] ?? 0) - (outcomes[left] ?? 0),
  )[0];
  switch (most) {
    case 'throttled':
      return 'Most were throttled: look at the limits of the gateway or the account.';
    case 'client-error':
      return 'Most were refused as bad requests: look at the path, the payload and the permissions.';
    case 'server-error':
      return 'Most were server errors: look at the logs of the model container.';
    case 'timeout':
      return 'Most timed out: look at the queue before the instances, or raise `timeoutMs`.';
    case 'network':
      return 'Most failed in transport: look at whether the target accepts connections.';
    default:
      return 'Most answers could not be read: look at whether the system and the path fit the target.';
  }
}
