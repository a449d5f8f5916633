/** Writes the headline: whether the target scaled, or what callers got of it. */
import type { Analysis } from '../analysis/analyse.ts';
import { counted, rate, seconds } from '../format/numbers.js';
import { type CheckId, definitionOf } from './checks/registry.ts';
import type { Check, Status } from './verdict.ts';

export function headline(analysis: Analysis, checks: readonly Check[], status: Status): string {
  const scaledOut = passInWords('scaled-out', analysis, checks);
  const scaled = scaledOut === null ? null : capitalised(scaledOut);
  switch (status) {
    case 'error': {
      const words = analysis.record.manifest.end?.message ?? '';
      return `The harness failed before it could judge the target: ${sentence(words || 'no reason was recorded')}`;
    }
    case 'fail': {
      const lost = find(checks, 'errors');
      if (lost.reason === 'target-lost' && lost.status === 'fail') return lostInWords(analysis);
      const failures = checks.filter((check) => check.status === 'fail');
      const [first] = failures;
      if (first === undefined) return 'It did not do what was expected.';
      const others = failures.length - 1;
      const also = others > 0 ? ` (and ${counted(others, 'other check')} failed)` : '';
      const what = definitionOf(first.id).headline.failed;
      const why = lowered(firstSentence(first.message)).slice(0, -1);
      return withScaling(`${what}: ${why}${also}.`, scaled);
    }
    case 'inconclusive': {
      const first = checks.find((check) => check.status === 'inconclusive');
      const why = lowered(firstSentence(first?.message ?? 'The run has too little evidence.'));
      const what =
        scaled !== null || analysis.serving.kind === 'unwatched'
          ? 'met what is expected'
          : 'scaled';
      return withScaling(`Cannot tell whether it ${what}: ${why}`, scaled);
    }
    case 'pass':
      return analysis.record.manifest.scenario.asksNothing
        ? nothingAskedInWords(analysis, checks)
        : analysis.serving.kind === 'unwatched'
          ? unwatchedInWords(analysis, checks)
          : passedInWords(analysis, checks, scaled);
  }
}

/** What went wrong, or is in doubt, comes first: good news before it is read as the verdict. */
function withScaling(verdict: string, scaled: string | null): string {
  return scaled === null ? verdict : `${verdict} ${scaled}.`;
}

function lostInWords({ loss }: Analysis): string {
  return loss === null || loss.second === 0
    ? 'The target never answered.'
    : `The target stopped answering after ${seconds(loss.second)}.`;
}

/** Limits that nobody set were kept: that proves nothing that anybody wanted to know. */
function nothingAskedInWords(analysis: Analysis, checks: readonly Check[]): string {
  const asked = 'Nothing was asked: the scenario has no `expect`';
  const answered = passInWords('errors', analysis, checks);
  return answered === null
    ? `${asked}.`
    : `${asked}. ${capitalised(answered)}, within the default limit.`;
}

/** What the check adds to the headline; null unless it passed and has something to add. */
function passInWords(id: CheckId, analysis: Analysis, checks: readonly Check[]): string | null {
  const check = find(checks, id);
  return check.status === 'pass'
    ? (definitionOf(id).headline.passed?.(check, analysis) ?? null)
    : null;
}

/** One run is one sample of placements, caches and neighbours: the sentence claims no more than it saw. */
function passedInWords(
  analysis: Analysis,
  checks: readonly Check[],
  scaled: string | null,
): string {
  const held = passInWords('reached-rate', analysis, checks);
  if (scaled !== null) {
    const and = scaled.includes(', later to ') ? ', and' : ' and';
    return `${scaled}${held === null ? '' : `${and} ${held}`} in this run.`;
  }
  // For functions and serverless endpoints, which have no instances to count.
  const concurrency = joined(
    ', ',
    passInWords('concurrency', analysis, checks),
    remarksInWords(checks),
  );
  const words = joined(' ', held, concurrency);
  if (words !== null) return `${capitalised(words)} in this run.`;
  const answered = passInWords('errors', analysis, checks);
  return answered === null
    ? 'Every check that needs no samples of the load passed in this run.'
    : `${capitalised(answered)}; every check passed in this run.`;
}

/** Callers' view alone: nothing is claimed of what answered them. */
function unwatchedInWords(analysis: Analysis, checks: readonly Check[]): string {
  const { reachedRate } = analysis.expect;
  const held = find(checks, 'reached-rate');
  const answered =
    reachedRate !== undefined && held.status === 'pass'
      ? `answered ${rate(reachedRate.rps)} for ${seconds(held.observedValue?.value ?? 0)}`
      : passInWords('errors', analysis, checks);
  const words = joined(' ', answered, passInWords('latency', analysis, checks));
  const what = words === null ? 'Every check that needs no AWS passed' : capitalised(words);
  return `${what}; scaling was not watched.`;
}

/** `with 0 % throttled and 1 % cold starts`; null without a remark. */
function remarksInWords(checks: readonly Check[]): string | null {
  const remarks = checks.flatMap((check) =>
    check.status === 'pass' ? (definitionOf(check.id).headline.remark?.(check) ?? []) : [],
  );
  if (remarks.length < 2) return remarks[0] === undefined ? null : `with ${remarks[0]}`;
  return `with ${remarks.slice(0, -1).join(', ')} and ${remarks.at(-1)}`;
}

function joined(by: string, ...parts: readonly (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(by) || null;
}

function find(checks: readonly Check[], id: CheckId): Check {
  return checks.find((check) => check.id === id)!;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Up to the first full stop that ends a sentence; the one in `1.5 s` does not. A quote of several is cut short. */
function firstSentence(text: string): string {
  const first = /^.*?[.]"?(?=\s|$)/s.exec(text)?.[0] ?? sentence(text);
  if (first.endsWith('."')) return `${first.slice(0, -2)}".`;
  const isQuoteOpen = first.split('"').length % 2 === 0;
  return isQuoteOpen ? `${first.slice(0, -1)} ...".` : first;
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

/** For the middle of a sentence. Names of metrics and services keep their capitals. */
function lowered(text: string): string {
  const [word = ''] = text.split(' ', 1);
  const isName =
    /[A-Z]/.test(word.slice(1)) || /^(Application|SageMaker|Lambda|CloudWatch|Describe)/.test(word);
  return isName ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
