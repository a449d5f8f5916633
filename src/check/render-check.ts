/** Renders the heading and the summary of a check. */
import { count, counted, percent, share } from '../format/numbers.js';
import type { Palette } from '../report/palette.ts';
import { plainText } from '../report/plain-text.ts';
import { hanging, wrap } from '../report/text-columns.ts';
import type { CheckContext, CheckReport } from './check-report.ts';
import { neededFor } from './check-status.ts';
import { nameMistakes } from './confusion.ts';
import { renderConfusion } from './render-confusion.ts';

export interface CheckStyle {
  readonly columns: number;
  readonly paint: Palette;
}

const STATUS_WORD = { pass: 'PASS', fail: 'FAIL', inconclusive: 'INCONCLUSIVE' } as const;

/** @param title the system's title */
export function renderHeading(
  { source, target, environment, onStandIn }: CheckContext,
  title: string,
  questions: number,
  { columns, paint }: CheckStyle,
): string {
  const what =
    source.kind === 'rows'
      ? rowsInWords(source, questions)
      : `${counted(questions, 'request')} of collection "${plainText(source.collection)}"`;
  const hosts = source.kind === 'postman' && source.keepHost ? 'their own hosts' : target;
  const at = onStandIn ? ', the stand-in on this machine' : '';
  const where = `Target: ${hosts}${at}; environment ${environment}`;
  const lines = [paint.bold(wrap(`${plainText(title)}: ${what}`, columns).join('\n'))];
  return `${[...lines, ...wrap(plainText(where), columns)].join('\n')}\n\n`;
}

function rowsInWords(
  { choice, datasetRows }: Extract<CheckContext['source'], { kind: 'rows' }>,
  rows: number,
): string {
  if (choice === 'all') return `all ${count(rows)} rows`;
  return `${counted(rows, choice === 'random' ? 'random row' : 'row')} of ${count(datasetRows)}`;
}

/**
 * Confusion matrix, figures and, for random rows, how to repeat the choice.
 *
 * @param advice what to do about what failed
 */
export function renderSummary(
  report: CheckReport,
  { columns, paint }: CheckStyle,
  advice: string | null = null,
): string {
  const { accuracy, confusion, results, status } = report;
  const lines: string[] = [];
  const isCompared = results.some(
    ({ expected, outcome }) => expected !== null && outcome !== 'not-sent',
  );
  if (results.length > 1 && isCompared) {
    const matrix = renderConfusion(confusion, columns, paint);
    if (matrix.length > 0) lines.push(...matrix, '');
  }
  const word = STATUS_WORD[status];
  const [first = '', ...more] = hanging(`${word}  `, sentence(report), columns);
  lines.push(`${paint.status(status, word)}${first.slice(word.length)}`, ...more);
  if (report.minShare !== null) {
    lines.push(...hanging('Limit     ', limitText(report.minShare, report), columns));
  }
  if (accuracy) {
    lines.push(...hanging('Accuracy  ', accuracyText(report, accuracy), columns));
  }
  const mistakes = nameMistakes(confusion, 10);
  if (mistakes !== '') lines.push(...hanging('Mistaken  ', mistakes, columns));
  const failures = nameFailures(report);
  if (failures !== '') lines.push(...hanging('Failed    ', failures, columns));
  if (advice !== null) lines.push(...hanging('Next      ', plainText(advice), columns));
  if (report.source.kind === 'rows' && report.source.seed !== null) {
    lines.push(...hanging('Seed      ', seedText(report.source.seed, report), columns));
  }
  return `\n${lines.join('\n')}\n`;
}

/** `4 of 5 correct, 1 wrong.` */
export function sentence({ counts, results, interrupted }: CheckReport): string {
  const { correct, wrong, wellFormed, failed, unchecked } = counts;
  const hasLabels = results.some(({ row, expected }) => row === null || expected !== null);
  const nothingToCompare = results.length > 0 && !hasLabels;
  const of = `of ${count(results.length)}`;
  const parts = [
    nothingToCompare ? `${count(wellFormed)} ${of} well-formed` : `${count(correct)} ${of} correct`,
    ...(wellFormed > 0 && !nothingToCompare
      ? [`${count(wellFormed)} well-formed, without a label`]
      : []),
    ...(wrong > 0 ? [`${count(wrong)} wrong`] : []),
    ...(failed > 0 ? [`${count(failed)} without a prediction`] : []),
    ...(unchecked > 0 ? [`${count(unchecked)} unchecked`] : []),
  ];
  const labels = nothingToCompare ? '; no labels to compare with' : '';
  return `${parts.join(', ')}${labels}${interrupted ? '; interrupted before the rest was sent' : ''}.`;
}

export function limitText(
  minShare: number,
  { results, minShareFrom, scenario }: CheckReport,
): string {
  const needed = count(neededFor(minShare, results.length));
  const from =
    minShareFrom === 'scenario'
      ? `expect.accuracy ${minShare} of scenario ${plainText(scenario)}`
      : `--min-share ${minShare}`;
  return `${from}: at least ${needed} of ${count(results.length)} correct`;
}

function accuracyText(
  { counts: { correct, wrong } }: CheckReport,
  { low, high }: { low: number; high: number },
): string {
  const all = correct + wrong;
  return `${share(correct, all)} of ${counted(all, 'prediction')} (95 % interval ${percent(low)} to ${percent(high)})`;
}

/** `2 server-error, 1 timeout`: outcomes without a prediction, most frequent first. */
function nameFailures({ results }: CheckReport): string {
  const times = new Map<string, number>();
  for (const { outcome } of results) {
    if (['correct', 'wrong', 'well-formed', 'unlabelled', 'not-sent'].includes(outcome)) continue;
    times.set(outcome, (times.get(outcome) ?? 0) + 1);
  }
  return [...times]
    .sort(([, one], [, other]) => other - one)
    .map(([outcome, number]) => `${count(number)} ${outcome}`)
    .join(', ');
}

function seedText(seed: number, { results }: CheckReport): string {
  return `${seed}; repeat with --rows ${results.length} --seed ${seed}`;
}
