/** One line a result: what was asked, what was expected, what came. */
import stringWidth from 'string-width';
import type { Palette } from '../report/palette.ts';
import { plainText } from '../report/plain-text.ts';
import { hanging, pad, truncate } from '../report/text-columns.ts';
import type { CheckResult } from './check-report.ts';
import type { Question } from './question.ts';

export interface ResultStyle {
  readonly columns: number;
  readonly paint: Palette;
  /** Widths of what is asked and of a label, so that the lines stand under one another. */
  readonly askedWidth: number;
  readonly labelWidth: number;
  readonly predictedWidth: number;
  /** Too few columns for one line: every part gets its own. */
  readonly isStacked: boolean;
}

const WIDEST_NAME = 28;
const WIDEST_LABEL = 14;
const NO_PREDICTION = 'no prediction';
const LONGEST_WORD = 'label unknown'.length;
/** `row 1728`. */
const NARROWEST_NAME = 8;

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
  // Without known labels any text may come.
  const shown = [...labels, ...questions.map(expectedOf)];
  const labelWidth = labels.length > 0 ? widest(shown, WIDEST_LABEL) : WIDEST_LABEL;
  const predictedWidth = Math.max(NO_PREDICTION.length, 'predicted '.length + labelWidth);
  const besides = 'expected '.length + labelWidth + predictedWidth + LONGEST_WORD + 6;
  const room = Math.min(WIDEST_NAME, columns - besides);
  const askedWidth = widest(questions.map(nameOf), room);
  const isStacked = room < NARROWEST_NAME;
  return { columns, paint, askedWidth, labelWidth, predictedWidth, isStacked };
}

/** Ends with a line break. */
export function renderResult(result: CheckResult, style: ResultStyle): string {
  const { columns, paint, askedWidth, labelWidth, predictedWidth, isStacked } = style;
  const cut = (text: string) => truncate(text, columns);
  const label = (text: string) => pad(truncate(plainText(text), labelWidth), labelWidth);
  const expected = `expected ${label(expectedOf(result))}`;
  const predicted =
    result.predicted === null ? NO_PREDICTION : `predicted ${label(result.predicted)}`;
  const word = verdictWord(result, paint);
  const name = nameOf(result);
  const fits = stringWidth(name) <= askedWidth;
  const lines = isStacked
    ? [...[name, `  ${expected}`, `  ${predicted}`].map(cut), `  ${word}`]
    : [
        ...(fits ? [] : [cut(name)]),
        `${pad(fits ? name : '', askedWidth)}  ${expected}  ${pad(predicted, predictedWidth)}  ${word}`,
      ];
  const below = [...(result.detail ? [result.detail] : []), ...result.notes];
  lines.push(...below.flatMap((text) => hanging('    ', plainText(text), columns)));
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function nameOf({ row, name }: Pick<Question, 'row' | 'name'>): string {
  return name === null ? `row ${String(row).padStart(4)}` : plainText(name);
}

/** `none`: the dataset gives the row no label. `-`: nobody knows what it should be. */
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
