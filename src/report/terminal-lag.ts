/** The parts of an event's lag in the terminal, with a waterfall if it fits. */
import type { LagPart, ScalingEvent } from '../analysis/scaling-event.ts';
import { type EventAxis, eventAxis } from './event-axis.ts';
import { type LagRow, lagRows } from './lag-words.ts';
import { hanging, pad } from './text-columns.ts';

const INDENT = '  ';
const GAP = '  ';
/** A shorter waterfall adds nothing to the figures. */
const MIN_BAR_COLUMNS = 16;

export function lagLines(event: ScalingEvent, columns: number): string[] {
  const rows = lagRows(event);
  const figures = figureColumns(rows);
  const left = columns - INDENT.length - (figures[0]?.length ?? 0);
  if (left < 0) return rows.flatMap((row) => plainLines(row, columns));
  const barColumns = left - GAP.length;
  const axis = eventAxis(event);
  return rows.map(({ part }, index) =>
    barColumns < MIN_BAR_COLUMNS
      ? `${INDENT}${figures[index]}`.trimEnd()
      : `${INDENT}${figures[index]}${GAP}${bar(part, axis, barColumns)}`,
  );
}

/** Equal-width rows: names left-aligned, figures right-aligned. */
function figureColumns(rows: readonly LagRow[]): string[] {
  const cells = rows.map(({ name, took, plusMinus, share }) => [name, took, plusMinus, share]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(...cells.map((row) => row[at]!.length)));
  return cells.map((row) =>
    row
      .map((text, at) => pad(text, widths[at]!, at === 0 ? 'right' : 'left'))
      .filter((_, at) => widths[at]! > 0)
      .join(GAP),
  );
}

function plainLines({ name, took, plusMinus, share }: LagRow, columns: number): string[] {
  const text = [`${took} ${plusMinus}`, share].filter((part) => part !== '').join(', ');
  return hanging(`${INDENT}${name} `, text, columns);
}

/** Full blocks for the certain duration, light ones for the uncertainty of its end. */
function bar(part: LagPart, axis: EventAxis, columns: number): string {
  const column = (atMs: number): number =>
    Math.round(((atMs - axis.fromMs) / axis.spanMs) * columns);
  const plusMinusMs = part.endPlusMinusSeconds * 1_000;
  const from = Math.min(columns - 1, column(part.fromMs));
  const certain = Math.max(from, column(part.toMs - plusMinusMs));
  // A zero-length wait stays visible.
  const end = Math.min(columns, Math.max(from + 1, column(part.toMs + plusMinusMs)));
  return ' '.repeat(from) + '█'.repeat(certain - from) + '░'.repeat(Math.max(0, end - certain));
}
