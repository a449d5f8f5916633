/** A comparison for the terminal: a line a metric, and the result last. */
import stringWidth from 'string-width';
import type { Comparison } from '../history/compare.ts';
import {
  type ComparisonRow,
  comparisonHeadline,
  comparisonRows,
  runsInWords,
} from './comparison-rows.ts';
import type { Palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { pad, wrap } from './text-columns.ts';

const GAP = '  ';

export function renderComparison(
  comparison: Comparison,
  leftOut: readonly string[],
  columns: number,
  paint: Palette,
): string {
  const { base, candidate } = comparison;
  return [
    `Base: ${runsInWords(base)}`,
    `Candidate: ${runsInWords(candidate)}`,
    ...leftOut.flatMap((sentence) => wrap(plainText(sentence), columns).map(paint.warn)),
    '',
    ...metricLines(comparison, ['base', 'candidate'], columns, paint),
    '',
    ...wrap(plainText(comparisonHeadline(comparison)), columns).map((text) =>
      comparison.result === 'regression' ? paint.status('fail', text) : paint.bold(text),
    ),
    '',
  ].join('\n');
}

/** Heads and a line a metric. @param sides what the base and the candidate are called */
export function metricLines(
  comparison: Comparison,
  sides: readonly [string, string],
  columns: number,
  paint: Palette,
): string[] {
  const heads = ['metric', ...sides, 'change', '95 % interval', 'p', ''];
  const rows = comparisonRows(comparison);
  const cells = rows.map(cellsOf);
  const widths = heads.map((head, at) =>
    Math.max(stringWidth(head), ...cells.map((row) => stringWidth(row[at]!))),
  );
  const total = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  // Of one run against one, p is 1 whatever they measured.
  const isPair = comparison.base.length + comparison.candidate.length === 2;
  const isSaid = (at: number) => cells.some((row) => row[at] !== '');
  const shown = heads
    .map((_, at) => at)
    // The interval is the first to go: with `change` and `p` beside it, a narrow screen can do without.
    .filter((at) => at === 0 || isSaid(at))
    .filter((at) => (total <= columns || at !== 4) && (!isPair || at !== 5));
  const line = (row: readonly string[]) =>
    shown
      .map((at) => pad(row[at]!, widths[at]!, at === 0 || at === 6 ? 'right' : 'left'))
      .join(GAP)
      .trimEnd();
  return [paint.bold(line(heads)), ...rows.map((row, at) => painted(line(cells[at]!), row, paint))];
}

function cellsOf({ title, base, candidate, change, interval, p, word }: ComparisonRow): string[] {
  return [title, base, candidate, change, interval, p, word];
}

function painted(line: string, { metric, word }: ComparisonRow, paint: Palette): string {
  if (word === '') return line;
  const status = metric.isRegression ? 'fail' : metric.finding === 'better' ? 'pass' : null;
  return line.replace(new RegExp(`${word}$`), (text) =>
    status === null ? paint.warn(text) : paint.status(status, text),
  );
}
