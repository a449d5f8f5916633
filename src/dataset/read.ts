/** Reads a dataset file into typed rows, or names the file and line that is wrong. */
import { decimalNumber } from '../input/number-text.ts';
import { quoted } from '../input/quote.ts';
import { readText } from '../input/read-text.ts';
import { UserError } from '../input/user-error.ts';
import type { Column, DatasetRow, DatasetShape } from '../systems/contract.ts';
import { type CsvLine, parseCsv } from './parse-csv.ts';

/**
 * @param file path of a CSV file with a header line and the label in the last column; a byte order
 *   mark and CRLF line endings are accepted
 * @throws UserError naming file and line
 */
export function readDataset(file: string, shape: DatasetShape): DatasetRow[] {
  const next = "check the scenario's `dataset` or, without one, the system's `dataset.fixture`";
  const text = readText({ file, name: `Dataset ${file}`, next });
  const [header, ...lines] = parseCsv(file, text);
  if (!header)
    throw new UserError(
      `${file} is empty: expected a header line and rows; write them, or name another dataset.`,
    );
  checkHeader(file, header.record, shape);
  if (lines.length === 0)
    throw new UserError(
      `${file}, line 1: expected rows after the header line, found none; add some, or name another dataset.`,
    );
  return lines.map((line, index) => toRow(file, line, index + 1, shape));
}

function checkHeader(file: string, header: readonly string[], shape: DatasetShape): void {
  const expected = [...shape.features.map((column) => column.name), shape.label.name];
  const wrong = expected.findIndex((name, index) => header[index]?.trim() !== name);
  if (wrong === -1 && header.length === expected.length) return;
  const came = wrong === -1 ? `${header.length} columns` : quoted(header[wrong] ?? 'nothing');
  const wanted =
    wrong === -1 ? `${expected.length}` : `"${expected[wrong]}" as column ${wrong + 1}`;
  throw new UserError(
    `${file}, line 1: the header must be "${expected.join(',')}"; expected ${wanted}, found ${came}; ${headerRemedy(header, expected)}.`,
  );
}

/** What makes header and system agree: another separator, another order, or another name. */
function headerRemedy(header: readonly string[], expected: readonly string[]): string {
  const [only = ''] = header;
  const separator = [';', '\t', '|'].find((each) => only.includes(each));
  if (header.length === 1 && expected.length > 1 && separator !== undefined) {
    const name = separator === '\t' ? 'tabs' : `"${separator}"`;
    return `its columns seem to be separated by ${name}; save it with commas`;
  }
  const found = header.map((name) => name.trim());
  if (found.toSorted().join() === expected.toSorted().join()) {
    return 'the names are right, so put the columns in that order, the label last';
  }
  const isLabel = expected.slice(0, -1).every((name, index) => found[index] === name);
  return isLabel && found.length === expected.length
    ? `rename the column, or set \`dataset.label.name\` in the system's module to ${quoted(found.at(-1) ?? '')}`
    : "correct it, or `dataset.features` and `dataset.label` in the system's module";
}

function toRow(file: string, line: CsvLine, number: number, shape: DatasetShape): DatasetRow {
  const at = `${file}, line ${line.info.lines}`;
  const expected = shape.features.length + 1;
  if (line.record.length !== expected) {
    throw new UserError(
      `${at}: expected ${expected} columns, found ${line.record.length}; correct the line.`,
    );
  }
  const cells = line.record.map((cell) => cell.trim());
  const label = cells.pop() ?? '';
  if (shape.label.values && !shape.label.values.includes(label)) {
    throw new UserError(
      `${at}, column "${shape.label.name}": expected one of ${shape.label.values.join(', ')}, found ${quoted(label)}; correct the label or remove the row.`,
    );
  }
  const values = shape.features.map((column, index) => toValue(at, column, cells[index] ?? ''));
  return { number, text: cells, values, label };
}

function toValue(at: string, column: Column, text: string): number | string {
  if (column.kind === 'category') {
    if (!column.values || column.values.includes(text)) return text;
    const known = column.values.join(', ');
    throw new UserError(
      `${at}, column "${column.name}": expected one of ${known}, found ${quoted(text)}; correct the cell or remove the row.`,
    );
  }
  if (column.kind === 'text') {
    if (text !== '') return text;
    throw new UserError(
      `${at}, column "${column.name}": expected text, found an empty cell; fill it or remove the row.`,
    );
  }
  const value = decimalNumber(text);
  if (value !== null) return value;
  throw new UserError(
    `${at}, column "${column.name}": expected a decimal number, found ${quoted(text)}; correct the cell or remove the row.`,
  );
}
