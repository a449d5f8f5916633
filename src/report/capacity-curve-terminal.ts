/** A capacity curve for the terminal: its points, a chart, what was fitted, and the answer last. */
import stringWidth from 'string-width';
import type { CapacityCurve } from '../capacity/curve-result.ts';
import { compact, figure } from '../format/numbers.js';
import { answerLines, curveTitle, fitRows, POINT_HEADS, pointRows } from './capacity-curve-rows.ts';
import type { Palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { AXIS_COLUMNS, renderPlot, roundUp } from './plot.ts';
import { hanging, pad, truncate, wrap } from './text-columns.ts';

const CHART_ROWS = 12;
const MOST_CHART_COLUMNS = 78;
const LEAST_CHART_COLUMNS = 20;
const NAME_WIDTH = 8;

export function renderCapacityCurve(curve: CapacityCurve, columns: number, paint: Palette): string {
  const wrapped = (text: string) => wrap(plainText(text), columns);
  const { headline, leftOut, state } = curve;
  const sections = [
    wrapped(curveTitle(curve)).map(paint.bold),
    leftOut.flatMap(wrapped).map(paint.warn),
    tableLines(curve, columns, paint),
    chartLines(curve, columns),
    fitRows(curve).flatMap(([name, value]) =>
      hanging(`  ${name.padEnd(NAME_WIDTH)}`, plainText(value), columns),
    ),
    answerLines(curve).flatMap(wrapped),
    wrapped(headline).map((line) =>
      state === 'fitted' ? paint.bold(line) : paint.status('inconclusive', line),
    ),
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function tableLines(curve: CapacityCurve, columns: number, paint: Palette): string[] {
  const rows = pointRows(curve).map((row) => row.map(plainText));
  if (rows.length === 0) return [];
  const widths = POINT_HEADS.map((head, at) =>
    Math.max(stringWidth(head), ...rows.map((row) => stringWidth(row[at]!))),
  );
  const line = (row: readonly string[]) =>
    truncate(
      `  ${row.map((cell, at) => pad(cell, widths[at]!, at === 3 ? 'right' : 'left')).join('  ')}`,
      columns,
    ).trimEnd();
  return [paint.dim(line(POINT_HEADS)), ...rows.map(line)];
}

/** Solid as far as was measured, dashed beyond; a dot for each point. */
function chartLines({ curve, fit, points }: CapacityCurve, columns: number): string[] {
  const width = Math.min(columns, MOST_CHART_COLUMNS) - AXIS_COLUMNS;
  const [first, last] = [curve[0], curve.at(-1)];
  if (fit === null || !first || !last || width < LEAST_CHART_COLUMNS) return [];
  const span = last.instances - first.instances;
  const at = (column: number) => first.instances + (span * column) / (width - 1);
  const values = Array.from({ length: width }, (_, column) => between(curve, column / (width - 1)));
  const part = (isSeen: boolean) =>
    values.map((rps, column) => (at(column) <= fit.largestInstances === isSeen ? rps : null));
  const to = roundUp(Math.max(...values, ...points.map(({ rps }) => rps)));
  const plain = (text: string) => text;
  const lines = renderPlot(
    [
      { values: part(false), style: 'dashed', paint: plain },
      { values: part(true), style: 'solid', paint: plain },
    ],
    {
      ...{ columns: width + AXIS_COLUMNS, rows: CHART_ROWS },
      ...{ format: compact, range: { from: 0, to } },
    },
  ).map((line) => [...line.padEnd(AXIS_COLUMNS + width)]);
  for (const { instances, rps } of points) {
    const column = Math.round(((instances - first.instances) / span) * (width - 1));
    lines[Math.round((1 - rps / to) * (CHART_ROWS - 1))]![AXIS_COLUMNS + column] = '●';
  }
  return [
    ...lines.map((cells) => cells.join('').trimEnd()),
    axisLine(at, width),
    ...hanging(' '.repeat(AXIS_COLUMNS), 'instances (●: measured; dashed: extrapolated)', columns),
  ];
}

/** @param share of the way along the curve, 0..1 */
function between(curve: CapacityCurve['curve'], share: number): number {
  const place = share * (curve.length - 1);
  const index = Math.min(curve.length - 2, Math.floor(place));
  const [left, right] = [curve[index]!.rps, curve[index + 1]!.rps];
  return left + (place - index) * (right - left);
}

function axisLine(at: (column: number) => number, width: number): string {
  const line = Array.from({ length: width }, () => ' ');
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const column = Math.round(share * (width - 1));
    const text = figure(Math.round(10 * at(column)) / 10);
    const from = Math.min(column, width - text.length);
    for (const [offset, letter] of [...text].entries()) line[from + offset] = letter;
  }
  return ' '.repeat(AXIS_COLUMNS) + line.join('').trimEnd();
}
