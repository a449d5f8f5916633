/** Parses a dataset's CSV text into rows without a library, because k6 has none for it. */
import type { DatasetRow, DatasetShape } from '../../src/systems/contract.ts';

/**
 * Trusts the file to match its shape, except for the column count: `scaleproof run` has already
 * validated it, plain k6 has not.
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

/** A cell and its delimiter (RFC 4180): a quoted cell may contain commas, line ends, doubled quotes. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function toRecords(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const at = CELL.lastIndex;
    const match = CELL.exec(text);
    if (!match) throw new Error(`character ${at + 1}: not valid CSV; usually a stray quote.`);
    const [, quoted, bare, end] = match;
    record.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',' && CELL.lastIndex < text.length) continue;
    if (end === ',') record.push('');
    // Skip empty lines.
    if (record.length > 1 || record[0] !== '') records.push(record);
    record = [];
  }
  return records;
}
