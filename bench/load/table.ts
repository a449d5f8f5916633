/** A Markdown table: words to the left, figures to the right. */

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
