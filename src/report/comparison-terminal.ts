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

const HEADS = ['metric', 'base', 'candidate', 'change', '95 % interval', 'p', ''] as const;
const GAP = '  ';

export function renderComparison(
  comparison: Comparison,
  leftOut: readonly string[],
  columns: number,
  paint: Palette,
): string {
  const rows = comparisonRows(comparison);
  const cells = rows.map(cellsOf);
  const widths = HEADS.map((head, at) =>
    Math.max(stringWidth(head), ...cells.map((row) => stringWidth(row[at]!))),
  );
  const total = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  // The interval is the first to go: with `change` and `p` beside it, a narrow screen can do without.
  const shown = HEADS.map((_, at) => at).filter((at) => total <= columns || at !== 4);
  const line = (row: readonly string[]) =>
    shown
      .map((at) => pad(row[at]!, widths[at]!, at === 0 || at === 6 ? 'right' : 'left'))
      .join(GAP)
      .trimEnd();
  const marked = rows.map((row, at) => painted(line(cells[at]!), row, paint));
  const { base, candidate } = comparison;
  return [
    `Base: ${runsInWords(base)}`,
    `Candidate: ${runsInWords(candidate)}`,
    ...leftOut.flatMap((sentence) => wrap(plainText(sentence), columns).map(paint.warn)),
    '',
    paint.bold(line(HEADS)),
    ...marked,
    '',
    ...wrap(plainText(comparisonHeadline(comparison)), columns).map((text) =>
      comparison.result === 'regression' ? paint.status('fail', text) : paint.bold(text),
    ),
    '',
  ].join('\n');
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
