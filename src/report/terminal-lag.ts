/** Whose wait it was, at the terminal: the parts of an event's lag, with a waterfall where it fits. */
import type { LagPart, ScalingEvent } from '../analysis/scaling-event.ts';
import { type EventAxis, eventAxis } from './event-axis.ts';
import { type LagRow, lagRows } from './lag-words.ts';
import { hanging, pad } from './text-columns.ts';

const INDENT = '  ';
const GAP = '  ';
/** A shorter waterfall says less than the figures beside it. */
const LEAST_BAR_COLUMNS = 16;

export function lagLines(event: ScalingEvent, columns: number): string[] {
  const rows = lagRows(event);
  const figures = figureColumns(rows);
  const left = columns - INDENT.length - (figures[0]?.length ?? 0);
  if (left < 0) return rows.flatMap((row) => plainLines(row, columns));
  const barColumns = left - GAP.length;
  const axis = eventAxis(event);
  return rows.map(({ part }, index) =>
    barColumns < LEAST_BAR_COLUMNS
      ? `${INDENT}${figures[index]}`.trimEnd()
      : `${INDENT}${figures[index]}${GAP}${bar(part, axis, barColumns)}`,
  );
}

/** All equally wide: the name on the left, the figures on the right of their columns. */
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

/** Full blocks for what it surely took, light ones where its end may lie. */
function bar(part: LagPart, axis: EventAxis, columns: number): string {
  const column = (atMs: number): number =>
    Math.round(((atMs - axis.fromMs) / axis.spanMs) * columns);
  const doubtMs = part.endPlusMinusSeconds * 1_000;
  const from = Math.min(columns - 1, column(part.fromMs));
  const sure = Math.max(from, column(part.toMs - doubtMs));
  // Even a wait of nothing leaves a trace.
  const end = Math.min(columns, Math.max(from + 1, column(part.toMs + doubtMs)));
  return ' '.repeat(from) + '█'.repeat(sure - from) + '░'.repeat(Math.max(0, end - sure));
}
