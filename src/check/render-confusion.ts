/** Renders the confusion matrix in terminal columns: rows are expected, columns predicted. */
import stringWidth from 'string-width';
import { count } from '../format/numbers.js';
import type { Palette } from '../report/palette.ts';
import { plainText } from '../report/plain-text.ts';
import { pad, truncate } from '../report/text-columns.ts';
import type { Confusion } from './confusion.ts';

/** Dots for zeros, so that mistakes stand out. */
const ZERO = '·';
const MAX_LABEL_COLUMNS = 14;
const UNPREDICTED = 'none';

/** @returns lines; none if the matrix is wider than the terminal; the summary names its mistakes */
export function renderConfusion(confusion: Confusion, columns: number, paint: Palette): string[] {
  const labels = confusion.labels.map((label) => truncate(plainText(label), MAX_LABEL_COLUMNS));
  const table = tableOf(confusion, labels);
  const widths = table[0]!.map((_, column) =>
    Math.max(...table.map((cells) => stringWidth(cells[column]!))),
  );
  const total = widths.reduce((sum, width) => sum + width + 2, 0);
  if (total > columns) return [];
  const over = `${' '.repeat(widths[0]! + 2)}predicted`;
  const isDiagonal = (row: number, column: number) =>
    row > 0 && row === column && row <= labels.length;
  const lines = table.map((cells, row) =>
    cells
      .map((cell, column) => {
        const text = pad(cell, widths[column]!, column === 0 ? 'right' : 'left');
        if (isDiagonal(row, column)) return paint.bold(text);
        const isMistake =
          row > 0 && row <= labels.length && column > 0 && column < cells.length - 1;
        return isMistake && cell !== ZERO ? paint.status('fail', text) : text;
      })
      .join('  ')
      .trimEnd(),
  );
  return [paint.dim(over), ...lines];
}

/** All cells as text: a heading, one row per label, the totals. */
function tableOf({ counts, unpredicted }: Confusion, labels: readonly string[]): string[][] {
  const hasUnpredicted = unpredicted.some((times) => times > 0);
  const figures = counts.map((row, index) =>
    hasUnpredicted ? [...row, unpredicted[index]!] : row,
  );
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const totals = (figures[0] ?? []).map((_, column) => sum(figures.map((row) => row[column]!)));
  const cell = (value: number) => (value === 0 ? ZERO : count(value));
  return [
    ['expected', ...labels, ...(hasUnpredicted ? [UNPREDICTED] : []), 'total'],
    ...figures.map((row, index) => [labels[index]!, ...row.map(cell), cell(sum(row))]),
    ['total', ...totals.map(cell), cell(sum(totals))],
  ];
}
