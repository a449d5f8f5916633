/** A comparison as rows of text, which terminal, Markdown and HTML lay out. */
import { HOSTING_USD_PER_HOUR } from '../aws/list-prices.ts';
import { counted, dollars, percent } from '../format/numbers.js';
import { changeText, inUnit } from '../format/units.js';
import type { ComparedMetric, Comparison } from '../history/compare.ts';
import type { RunEntry } from '../history/entry.ts';
import { smallestPValue } from '../statistics/mann-whitney.ts';
import { plainText } from './plain-text.ts';
import { shortCommit } from './run-words.ts';

export interface ComparisonRow {
  readonly metric: ComparedMetric;
  readonly title: string;
  readonly base: string;
  readonly candidate: string;
  /** `~` where nothing is shown, as in benchstat. */
  readonly change: string;
  readonly interval: string;
  readonly p: string;
  /** One or two words; empty for what is neither better nor worse. */
  readonly word: string;
}

export function comparisonRows({ metrics, candidate }: Comparison): ComparisonRow[] {
  const usdPerHour = HOSTING_USD_PER_HOUR[candidate[0]?.key.instanceType ?? ''];
  const inWords = (value: number | null, unit: ComparedMetric['unit']) =>
    value !== null && unit === 'instance-hours' && usdPerHour !== undefined
      ? dollars(value * usdPerHour)
      : inUnit(value, unit);
  return metrics.map((metric) => ({
    metric,
    title: metric.title,
    base: inWords(metric.base?.median ?? null, metric.unit),
    candidate: inWords(metric.candidate?.median ?? null, metric.unit),
    change: shownChange(metric),
    interval: intervalText(metric),
    p: metric.pValue === null ? '' : pText(metric.pValue),
    word: wordOf(metric),
  }));
}

function shownChange({ finding, change, compareBy }: ComparedMetric): string {
  if (finding === 'one-side-only' || finding === 'not-compared') return '';
  return finding === 'not-shown' ? '~' : changeText(change, compareBy);
}

function intervalText({ interval, inside, compareBy }: ComparedMetric): string {
  const { low, high } = interval ?? inside ?? { low: null, high: null };
  if (low === null) return '';
  const from = changeText(low, compareBy).replace(/ (%|points)$/, '');
  return `${from} to ${changeText(high, compareBy)}`;
}

/** Three digits, as p values are usually given. */
function pText(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}

function wordOf(metric: ComparedMetric): string {
  switch (metric.finding) {
    case 'better':
      return 'better';
    case 'worse':
      return metric.isRegression ? 'REGRESSION' : 'worse';
    case 'spread-changed':
      return 'spread changed';
    case 'one-side-only':
      return metric.base === null ? 'no base' : 'no candidate';
    case 'too-few-runs':
      return indication(metric);
    case 'not-shown':
    case 'not-compared':
      return '';
  }
}

function indication(metric: ComparedMetric): string {
  if (!isIndicated(metric)) return '';
  return looksWorse(metric) ? 'looks worse' : 'looks better';
}

/** Of one run against one: whether the intervals inside both leave out that nothing changed. */
export function isIndicated({ inside }: ComparedMetric): boolean {
  return inside !== null && (inside.low > 0 || inside.high < 0);
}

/** Of what is indicated. */
export function looksWorse({ inside, better }: ComparedMetric): boolean {
  return inside !== null && (better === 'lower' ? inside.low > 0 : inside.high < 0);
}

function runsFor(alpha: number): number {
  let runs = 2;
  while (smallestPValue(runs, runs) >= alpha) runs += 1;
  return runs;
}

/** What the result means, and what to do where the runs cannot tell. */
export function comparisonHeadline(comparison: Comparison): string {
  const { metrics, alpha, smallestPValue: smallest, base, candidate, result } = comparison;
  const regressions = metrics.filter(({ isRegression }) => isRegression);
  if (result === 'regression') {
    const named = regressions
      .slice(0, 3)
      .map(({ title, change, compareBy }) => `${title} ${changeText(change, compareBy)}`);
    const more = regressions.length > 3 ? `, and ${regressions.length - 3} more` : '';
    return `Regression: ${named.join(', ')}${more}.`;
  }
  if (result === 'insufficient') {
    const most = `${base.length} against ${candidate.length}`;
    return smallest >= alpha
      ? `${most} cannot show a difference: the smallest p is ${pText(smallest)}, and ${alpha} is asked for. Run each side at least ${runsFor(alpha)} times.`
      : 'No metric is known on both sides, so nothing was compared.';
  }
  const worse = metrics.filter(({ finding }) => finding === 'worse');
  const allowed = worse.map(
    ({ title, change, compareBy, maxRegression }) =>
      `${title} ${changeText(change, compareBy)} (allowed: ${percent(maxRegression)})`,
  );
  return worse.length === 0
    ? 'No regression was shown.'
    : `No regression beyond what is allowed: ${allowed.join(', ')}.`;
}

/** `5 runs of 0123abc, label before`. */
export function runsInWords(runs: readonly RunEntry[]): string {
  const commits = new Set(runs.map(({ commit }) => shortCommit(commit)));
  const labels = new Set(runs.map(({ label }) => label));
  const [commit] = commits;
  const [label] = labels;
  const one = runs.length === 1 ? ` (${runs[0]!.runId})` : '';
  return plainText(
    `${counted(runs.length, 'run')}${one}${commits.size === 1 && commit ? ` of ${commit}` : ''}${labels.size === 1 && label ? `, label ${label}` : ''}`,
  );
}
