/** One small line plot for a terminal: asciichart draws each line, this file overlays them. */
import asciichart from 'asciichart';
import stringWidth from 'string-width';

export interface PlotLine {
  /** One value per column in time order; null where there is nothing to draw. */
  readonly values: readonly (number | null)[];
  readonly style: 'solid' | 'dotted' | 'dashed';
  readonly paint: (text: string) => string;
}

type Range = NonNullable<PlotOptions['range']>;

export interface PlotOptions {
  /** Width and height of the result, including axis labels. */
  readonly columns: number;
  readonly rows: number;
  readonly format: (value: number) => string;
  /** Of the y axis; from zero to a round number when absent. */
  readonly range?: { readonly from: number; readonly to: number };
}

/**
 * asciichart's ten symbols: axis crossing, axis, two line ends, horizontal, four corners, vertical.
 * Styles differ in shape too, so that the lines can be told apart without colour.
 */
const SYMBOLS: Readonly<Record<PlotLine['style'], string[]>> = {
  solid: ['┤', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'],
  dashed: ['┤', '┤', '╶', '╴', '╌', '╰', '╭', '╮', '╯', '┆'],
  dotted: ['┤', '┤', '·', '·', '·', '·', '·', '·', '·', '·'],
};

/** Width of an axis label. */
export const LABEL_COLUMNS = 7;
/** Label and axis; the remaining width is for values. */
export const AXIS_COLUMNS = LABEL_COLUMNS + 1;

/**
 * Unless asked otherwise the y axis starts at zero, so that small fluctuations do not look large.
 * @returns exactly `rows` lines (at least 2), at most `columns` wide; later lines cover earlier.
 */
export function renderPlot(lines: readonly PlotLine[], options: PlotOptions): string[] {
  const rows = Math.max(2, options.rows);
  const width = Math.max(1, options.columns - AXIS_COLUMNS);
  const shown = lines.map((line) => ({ ...line, values: line.values.slice(-width) }));
  const range = options.range ?? {
    from: 0,
    to: roundUp(Math.max(0, ...shown.flatMap((line) => line.values.map((v) => v ?? 0)))),
  };
  const grid = emptyGrid(rows, width, range, options.format);
  for (const line of shown) {
    for (const [row, cells] of lineCells(line, range, rows).entries()) {
      for (const [column, symbol] of cells.entries()) {
        if (symbol !== ' ') grid[row]!.cells[column] = line.paint(symbol);
      }
    }
  }
  return grid.map(({ label, cells }) => `${label}┤${cells.join('').trimEnd()}`);
}

/** The next round number, for readable labels. At least 1. */
export function roundUp(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= value);
  return (step ?? 10) * power;
}

function emptyGrid(
  rows: number,
  width: number,
  { from, to }: Range,
  format: PlotOptions['format'],
): { label: string; cells: string[] }[] {
  return Array.from({ length: rows }, (_, row) => {
    // Label top, bottom and, if a row falls on it, the middle: other rows have odd fractions.
    const labelled = row === 0 || row === rows - 1 || row === (rows - 1) / 2;
    const label = labelled
      ? format(from + ((to - from) * (rows - 1 - row)) / (rows - 1)).slice(0, LABEL_COLUMNS)
      : '';
    return {
      label: ' '.repeat(Math.max(0, LABEL_COLUMNS - stringWidth(label))) + label,
      cells: Array.from({ length: width }, () => ' '),
    };
  });
}

/** One line on an empty grid. asciichart has no gaps, so columns without a value are blanked. */
function lineCells(line: PlotLine, { from, to }: Range, rows: number): string[][] {
  const filled = fillGaps(line.values);
  if (filled.length === 0) return [];
  // asciichart draws n values as n - 1 steps; repeating the last value gives it its own column.
  const drawn = asciichart.plot([...filled, filled.at(-1)!], {
    min: from,
    max: to,
    height: rows - 1,
    offset: 2,
    format: () => ' ',
    symbols: SYMBOLS[line.style],
  });
  return drawn
    .split('\n')
    .map((text) =>
      [...text].slice(2).map((symbol, column) => (line.values[column] == null ? ' ' : symbol)),
    );
}

/** Fills each gap with the previous value (leading gaps with the next); blanked afterwards. */
function fillGaps(values: readonly (number | null)[]): number[] {
  let last = values.find((value) => value !== null);
  if (last === undefined) return [];
  return values.map((value) => {
    if (value !== null) last = value;
    return last!;
  });
}
