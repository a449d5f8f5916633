/** A dataset's rows from CSV text, without a library: k6 has none to read it with. */
import type { DatasetRow, DatasetShape } from '../../src/systems/contract.ts';

/**
 * For a file that is as its shape says; `scaleproof run` has checked it before. Plain k6 takes it on
 * trust, but for the number of its columns.
 *
 * @throws Error naming the line
 */
export function readRows(text: string, { features }: DatasetShape): DatasetRow[] {
  const [, ...lines] = toRecords(text.replace(/^\uFEFF/, ''));
  return lines.map((record, index) => {
    const cells = record.map((cell) => cell.trim());
    if (cells.length !== features.length + 1) {
      throw new Error(
        `row ${index + 1}: expected ${features.length + 1} columns, found ${cells.length}.`,
      );
    }
    const label = cells.pop() ?? '';
    const values = features.map(({ kind }, column) =>
      kind === 'number' ? Number(cells[column]) : (cells[column] ?? ''),
    );
    return { number: index + 1, text: cells, values, label };
  });
}

/** One cell and what ends it (RFC 4180): a quoted cell may hold commas, line ends and doubled quotes. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function toRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const at = CELL.lastIndex;
    const match = CELL.exec(text);
    if (!match) throw new Error(`character ${at + 1}: not CSV; a stray quote is the usual reason.`);
    const [, quoted, bare, end] = match;
    record.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',' && CELL.lastIndex < text.length) continue;
    if (end === ',') record.push('');
    // A line with nothing on it is no row.
    if (record.length > 1 || record[0] !== '') records.push(record);
    record = [];
  }
  return records;
}
