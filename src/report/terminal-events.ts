/** One scaling event in the terminal: the parts of its lag, then each stage and its source. */
import type { ScalingEvent } from '../analysis/scaling-event.ts';
import type { Palette } from './palette.ts';
import { eventRemarks, eventTitle, type StageRow, stageRows } from './stage-rows.ts';
import { lagLines } from './terminal-lag.ts';
import { hanging, rowLines, wrap } from './text-columns.ts';

/** tag, stage, at, wait, ±; source gets the rest of the line. */
const WIDTHS = [2, 17, 8, 9, 7] as const;
const FIXED = WIDTHS.reduce((sum, width) => sum + width + 2, 0);
const INDENT = '  ';
/** The minimum width of the source column; a narrower terminal shows the source below. */
const SOURCE_COLUMNS = 20;

export function eventLines(
  event: ScalingEvent,
  index: number,
  columns: number,
  paint: Palette,
): string[] {
  const rows = stageRows(event, index);
  const title = [
    ...wrap(eventTitle(event, index), columns).map(paint.bold),
    ...eventRemarks(event).flatMap((remark) => hanging(INDENT, remark, columns).map(paint.dim)),
  ];
  const sourceWidth = columns - INDENT.length - FIXED;
  if (INDENT.length + FIXED > columns) {
    return [
      ...title,
      ...lagLines(event, columns),
      ...rows.flatMap((row) => blockLines(row, columns)),
    ];
  }
  const inline = sourceWidth >= SOURCE_COLUMNS;
  const widths = inline ? [...WIDTHS, sourceWidth] : [...WIDTHS];
  const line = (texts: readonly string[]): string[] =>
    rowLines(
      // Right-align figures so that their decimal points line up.
      texts.slice(0, widths.length).map((text, at) => ({ text, right: at >= 2 && at <= 4 })),
      widths,
    ).map((text) => INDENT + text);
  return [
    ...title,
    ...lagLines(event, columns),
    ...line(['', 'stage', 'at', 'wait', '±', 'source']).map(paint.dim),
    ...rows.flatMap((row) => [
      ...line([row.tag, row.title, row.at, row.wait, withoutSign(row.plusMinus), row.source]),
      ...(inline ? [] : below(row.source, columns, paint)),
      ...below(row.note, columns, paint),
    ]),
  ];
}

function below(text: string, columns: number, paint: Palette): string[] {
  return text === '' ? [] : hanging(`${INDENT}    `, text, columns).map(paint.dim);
}

function blockLines(row: StageRow, columns: number): string[] {
  const text = [row.title, row.at, row.wait, row.plusMinus, row.source, row.note];
  return hanging(
    `${INDENT}${row.tag.padEnd(2)} `,
    text.filter((part) => part !== '').join(', '),
    columns,
  );
}

/** The column heading already says ±. */
function withoutSign(plusMinus: string): string {
  return plusMinus.replace('±', '');
}
