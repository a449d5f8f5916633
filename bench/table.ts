/** Markdown tables: text left-aligned, figures right-aligned with their range over the rounds. */

export interface Column<Row> {
  readonly title: string;
  readonly isFigure: boolean;
  readonly cell: (row: Row) => string;
}

export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  return [
    columns.map(({ title }) => title),
    columns.map(({ isFigure }) => (isFigure ? '--:' : '---')),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

export function words<Row>(title: string, cell: (row: Row) => string): Column<Row> {
  return { title, isFigure: false, cell };
}

export function figures<Row>(title: string, cell: (row: Row) => string): Column<Row> {
  return { title, isFigure: true, cell };
}

/** A value over the rounds: its median and range. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @returns null when no round has a value */
export function spread(values: readonly (number | null | undefined)[]): Spread | null {
  const sorted = values
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
    .sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    min: sorted[0]!,
    max: sorted.at(-1)!,
  };
}

/** `0.74 (0.71..0.80)`; without the range if all rounds are equal. */
export function renderSpread(value: Spread | null, render: (value: number) => string): string {
  if (value === null) return '–';
  const [median, min, max] = [value.median, value.min, value.max].map(render);
  return min === max ? median! : `${median} (${min}..${max})`;
}

/** Formats with a fixed number of decimals; zero has no sign. */
export function digits(count: number): (value: number) => string {
  return (value) => value.toFixed(count).replace(/^-(0(?:\.0*)?)$/, '$1');
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
