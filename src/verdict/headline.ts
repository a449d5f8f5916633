/** One sentence that answers "does it scale?". */
import type { Analysis } from '../analysis/analyse.ts';
import { countedPoints, instanceExtremes, instancesAtStart } from '../analysis/instance-counts.ts';
import { count, counted, percent, rate, seconds } from '../format/numbers.js';
import { concurrencyInWords } from './concurrency-in-words.ts';
import type { Check, CheckId, Status } from './verdict.ts';

/** What a reader wants to hear about first. */
const PRIORITY: readonly CheckId[] = [
  'load-delivered',
  'generator-lag',
  'trigger-crossed',
  'scaled-out',
  'reached-rate',
  'errors',
  'latency',
  'accuracy',
  'converged',
  'no-flapping',
  'throttles',
  'concurrency',
  'spillover',
  'cold-starts',
];

export function headline(analysis: Analysis, checks: readonly Check[], status: Status): string {
  const find = (id: CheckId) => checks.find((check) => check.id === id)!;
  const scaled = scaledInWords(analysis, find('scaled-out'));
  switch (status) {
    case 'error': {
      const words = analysis.record.manifest.end?.message ?? '';
      return `The harness failed before it could judge the target: ${sentence(words || 'no reason was recorded')}`;
    }
    case 'fail': {
      const lost = find('errors');
      if (lost.reason === 'target-lost' && lost.status === 'fail') return lostInWords(analysis);
      const failures = inOrder(checks, 'fail');
      const [first] = failures;
      if (first === undefined) return 'It does not scale as asked.';
      const others = failures.length - 1;
      const also = others > 0 ? ` (and ${counted(others, 'other check')} failed)` : '';
      const what = scaled === null ? VERDICTS[first.id] : `${scaled}, but`;
      const join = scaled === null ? ': ' : ' ';
      return `${what}${join}${lowered(firstSentence(first.message)).slice(0, -1)}${also}.`;
    }
    case 'inconclusive': {
      const [first] = inOrder(checks, 'inconclusive');
      const why = lowered(firstSentence(first?.message ?? 'The run tells too little.'));
      return scaled === null
        ? `Cannot tell whether it scales: ${why}`
        : `${scaled}, but not everything can be told: ${why}`;
    }
    case 'pass':
      return passedInWords(analysis, checks, scaled);
  }
}

/** How a failure begins when nothing good can be said first. */
const VERDICTS: Readonly<Record<CheckId, string>> = {
  'load-delivered': 'The load was not delivered',
  'generator-lag': 'The generator fell behind',
  'trigger-crossed': 'The trigger was not crossed',
  'scaled-out': 'Did not scale out as asked',
  'reached-rate': 'Did not hold the rate',
  latency: 'Too slow for its callers',
  errors: 'Failed too many requests',
  accuracy: 'Predicted wrongly too often',
  converged: 'Ended the load above its target',
  'no-flapping': 'Scaled back and forth',
  'cold-starts': 'Began cold too often',
  throttles: 'Throttled its callers',
  spillover: 'Outgrew its provisioned concurrency',
  concurrency: 'Came too near its limit of concurrency',
};

function lostInWords({ loss }: Analysis): string {
  return loss === null || loss.second === 0
    ? 'The target never answered.'
    : `The target stopped answering after ${seconds(loss.second)}.`;
}

/** Null unless the scale-out was asked for and came in time. */
function scaledInWords(
  { evidence, loadSpan, expect, trigger }: Analysis,
  check: Check,
): string | null {
  if (check.status !== 'pass' || loadSpan === null) return null;
  const points = countedPoints(evidence.points);
  const reached = points.find(
    (point) =>
      point.atMs > loadSpan.fromMs && point.current >= (expect.scaledOut?.atLeastInstances ?? 0),
  );
  const from = instancesAtStart(points, loadSpan.fromMs);
  const since = trigger.state === 'crossed' ? 'the trigger was crossed' : 'the load began';
  const met = reached?.current ?? from;
  const peak = instanceExtremes(points).peak ?? met;
  const later = peak > met ? `, later to ${count(peak)}` : '';
  return `Scaled out from ${from} to ${counted(met, 'instance')} ${seconds(check.value ?? 0)} after ${since}${later}`;
}

function passedInWords(
  { expect, totals, record }: Analysis,
  checks: readonly Check[],
  scaled: string | null,
): string {
  const find = (id: CheckId) => checks.find((check) => check.id === id)!;
  const reached = find('reached-rate');
  const held =
    reached.status === 'pass' && expect.reachedRate !== undefined
      ? `eld ${rate(expect.reachedRate.rps)} for ${seconds(reached.value ?? 0)}`
      : null;
  if (scaled !== null) {
    const and = scaled.includes(', later to ') ? ', and' : ' and';
    return `${scaled}${held === null ? '' : `${and} h${held}`}.`;
  }
  const scaling = concurrencyInWords(checks);
  if (scaling !== null)
    return `${held === null ? scaling.charAt(0).toUpperCase() + scaling.slice(1) : `H${held} ${scaling}`}.`;
  if (held !== null) return `H${held}.`;
  if (record.manifest.loadFrom === 'elsewhere') {
    return 'Every check passed that can be made without samples of the load.';
  }
  return `Answered ${count(totals.completed)} requests with ${percent(find('errors').value ?? 0)} of errors; every check passed.`;
}

function inOrder(checks: readonly Check[], status: Check['status']): Check[] {
  return checks
    .filter((check) => check.status === status)
    .toSorted((left, right) => PRIORITY.indexOf(left.id) - PRIORITY.indexOf(right.id));
}

/** Up to the first full stop that ends a sentence; `1.5 s` holds none. */
function firstSentence(text: string): string {
  return /^.*?[.](?=\s|$)/s.exec(text)?.[0] ?? sentence(text);
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

/** For the middle of a sentence. Names of metrics and services keep their capitals. */
function lowered(text: string): string {
  const [word = ''] = text.split(' ', 1);
  const isName =
    /[A-Z]/.test(word.slice(1)) || /^(Application|SageMaker|CloudWatch|Describe)/.test(word);
  return isName ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
