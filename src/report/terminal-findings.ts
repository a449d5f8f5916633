/** What the run shows beyond its checks, at the terminal: one block a finding. */
import type { Finding } from '../verdict/verdict.ts';
import { type FindingRow, findingRows } from './finding-rows.ts';
import type { Palette } from './palette.ts';
import { hanging } from './text-columns.ts';

export function findingLines(
  findings: readonly Finding[],
  columns: number,
  paint: Palette,
): string[] {
  return findingRows(findings).flatMap((row) => [
    ...headLines(row, columns, paint),
    ...hanging('    ', row.message, columns),
    ...labelled('advice', row.advice, columns),
    ...labelled('evidence', row.evidence, columns).map(paint.dim),
  ]);
}

function headLines(row: FindingRow, columns: number, paint: Palette): string[] {
  const badge = `${row.mark} ${row.word}`;
  const lines = hanging(`  ${badge}  `, row.code, columns);
  const color = row.severity === 'problem' ? paint.warn : paint.dim;
  // Only the badge is coloured: the code is there to be read and searched for.
  return lines.map((line) => line.replace(badge, color));
}

function labelled(label: string, text: string, columns: number): string[] {
  return text === '' ? [] : hanging(`    ${label.padEnd(8)}  `, text, columns);
}
