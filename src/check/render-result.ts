/** Renders one line per result: row or request, expected label, prediction. */
import stringWidth from 'string-width';
import type { Palette } from '../report/palette.ts';
import { plainText } from '../report/plain-text.ts';
import { hanging, pad, truncate } from '../report/text-columns.ts';
import type { CheckResult } from './check-report.ts';
import type { Question } from './question.ts';

export interface ResultStyle {
  readonly columns: number;
  readonly paint: Palette;
  /** Column widths of the row or request name and of a label. */
  readonly nameWidth: number;
  readonly labelWidth: number;
  readonly predictedWidth: number;
  /** Too narrow for one line: each part gets its own. */
  readonly isStacked: boolean;
}

const MAX_NAME_COLUMNS = 28;
const MAX_LABEL_COLUMNS = 14;
const NO_PREDICTION = 'no prediction';
const LONGEST_WORD = 'label unknown'.length;
/** `row 1728`. */
const MIN_NAME_COLUMNS = 8;

/** @param labels the dataset's */
export function resultStyle(
  questions: readonly Pick<Question, 'row' | 'name' | 'expected'>[],
  labels: readonly string[],
  columns: number,
  paint: Palette,
): ResultStyle {
  const widest = (texts: readonly string[], most: number) =>
    Math.min(
      most,
      texts.reduce((width, text) => Math.max(width, stringWidth(text)), 1),
    );
  // Without known labels, a prediction can be any text.
  const shown = [...labels, ...questions.map(expectedOf)];
  const labelWidth = labels.length > 0 ? widest(shown, MAX_LABEL_COLUMNS) : MAX_LABEL_COLUMNS;
  const predictedWidth = Math.max(NO_PREDICTION.length, 'predicted '.length + labelWidth);
  const besides = 'expected '.length + labelWidth + predictedWidth + LONGEST_WORD + 6;
  const room = Math.min(MAX_NAME_COLUMNS, columns - besides);
  const nameWidth = widest(questions.map(nameOf), room);
  const isStacked = room < MIN_NAME_COLUMNS;
  return { columns, paint, nameWidth, labelWidth, predictedWidth, isStacked };
}

/** Ends with a line break. */
export function renderResult(result: CheckResult, style: ResultStyle): string {
  const { columns, paint, nameWidth, labelWidth, predictedWidth, isStacked } = style;
  const cut = (text: string) => truncate(text, columns);
  const label = (text: string) => pad(truncate(plainText(text), labelWidth), labelWidth);
  const expected = `expected ${label(expectedOf(result))}`;
  const predicted =
    result.predicted === null ? NO_PREDICTION : `predicted ${label(result.predicted)}`;
  const word = verdictWord(result, paint);
  const name = nameOf(result);
  const fits = stringWidth(name) <= nameWidth;
  const lines = isStacked
    ? [...[name, `  ${expected}`, `  ${predicted}`].map(cut), `  ${word}`]
    : [
        ...(fits ? [] : [cut(name)]),
        `${pad(fits ? name : '', nameWidth)}  ${expected}  ${pad(predicted, predictedWidth)}  ${word}`,
      ];
  const below = [...(result.detail ? [result.detail] : []), ...result.notes];
  lines.push(...below.flatMap((text) => hanging('    ', plainText(text), columns)));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function nameOf({ row, name }: Pick<Question, 'row' | 'name'>): string {
  return name === null ? `row ${String(row).padStart(4)}` : plainText(name);
}

/** `none`: the row has no label. `-`: the request matches no row. */
function expectedOf({ row, expected }: Pick<Question, 'row' | 'expected'>): string {
  return expected ?? (row === null ? '-' : 'none');
}

function verdictWord({ outcome }: CheckResult, paint: Palette): string {
  switch (outcome) {
    case 'correct':
      return paint.status('pass', 'CORRECT');
    case 'wrong':
      return paint.status('fail', 'INCORRECT');
    case 'well-formed':
      return paint.status('pass', 'WELL-FORMED');
    case 'unlabelled':
      return paint.warn('label unknown');
    case 'not-sent':
      return paint.warn('not sent');
    default:
      return paint.status('fail', outcome);
  }
}
