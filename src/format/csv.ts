/**
 * Tables as CSV (RFC 4180): commas, CRLF, quotes where a field needs them, empty where a value is unknown.
 *
 * Numbers have a point and no grouping, so that every program reads them; nine significant digits keep
 * counts whole and drop the noise of binary fractions.
 */
export type Cell = string | number | null;

const SIGNIFICANT_DIGITS = 9;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * Spreadsheets run a text that begins with one of these as a formula (OWASP, "CSV Injection"); an apostrophe
 * in front makes them show it. Numbers stay as they are.
 */
const FORMULA = /^[=+\-@\t\r\n]/;

export function csvText(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [csvLine(header)];
  for (const row of rows) lines.push(csvLine(row));
  return lines.join('');
}

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(field).join(',')}\r\n`;
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') {
    return Number.isFinite(cell) ? String(Number(cell.toPrecision(SIGNIFICANT_DIGITS))) : '';
  }
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
