/** Markdown tables: words to the left, figures to the right, each with its range over the rounds. */

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

/** A value over the rounds: its median, and how far the rounds lie apart. */
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

/** `0.74 (0.71..0.80)`; the range is left out when it is none. */
export function renderSpread(value: Spread | null, render: (value: number) => string): string {
  if (value === null) return '–';
  const [median, min, max] = [value.median, value.min, value.max].map(render);
  return min === max ? median! : `${median} (${min}..${max})`;
}

/** Renders with so many digits after the point; what rounds to zero has no sign. */
export function digits(count: number): (value: number) => string {
  return (value) => value.toFixed(count).replace(/^-(0(?:\.0*)?)$/, '$1');
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
