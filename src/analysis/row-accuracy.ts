/** Accuracy over distinct rows: requesting a row again adds nothing about the model. */
import { studentQuantile } from '../statistics/distributions.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import type { PredictionTable } from './row-predictions.ts';

export interface RowAccuracy {
  readonly rows: number;
  /** Rows whose predictions were all correct. */
  readonly alwaysCorrect: number;
  /** Rows with correct and wrong predictions. */
  readonly sometimesCorrect: number;
  /** Mean over rows of the share of correct predictions. */
  readonly share: number;
  /** 95 % interval. */
  readonly low: number;
  readonly high: number;
  /** Mean number of predictions per row. */
  readonly asked: number;
  /** Predictions for rows beyond the table's limit. */
  readonly leftOut: number;
}

/**
 * Wilson's interval with one trial per row. If every row is always correct or always wrong, that is the
 * binomial interval. Otherwise it is conservative: shares in 0..1 with mean m have a variance of at
 * most m(1 - m), which is that of zeros and ones (Bhatia and Davis, American Mathematical Monthly 107
 * (2000) 353-357).
 *
 * @returns null without a table, or without rows
 */
export function rowAccuracy(table: PredictionTable | null): RowAccuracy | null {
  if (table === null || table.rows.length === 0) return null;
  const { rows, count, leftOut } = table;
  const rights = rows.reduce((sum, row) => sum + row.correct / row.count, 0);
  return {
    rows: rows.length,
    alwaysCorrect: rows.filter((row) => row.correct === row.count).length,
    sometimesCorrect: rows.filter((row) => row.correct > 0 && row.correct < row.count).length,
    share: rights / rows.length,
    ...wilsonInterval(rights, rows.length),
    asked: count / rows.length,
    leftOut,
  };
}

/**
 * Distinct rows needed to judge a bound on accuracy: enough that a single wrong row does not miss it.
 * A bound of 100 % needs every row to be correct, however few there are.
 */
export function rowsNeeded(minShare: number): number {
  // 1 / (1 - 0.9) is a little more than 10.
  return minShare === 1 ? 1 : Math.ceil(1 / (1 - minShare) - 1e-9);
}

export interface Difference {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Mean fall of the share of correct predictions over the rows in both tables, with Student's 95 %
 * interval. Pairing removes the effect of which rows were drawn: an unchanged model gives exactly 0.
 *
 * @returns null with fewer than two rows in common.
 */
export function fallByRow(before: PredictionTable, after: PredictionTable): Difference | null {
  const later = new Map(after.rows.map((row) => [row.row, row.correct / row.count]));
  const falls = before.rows.flatMap(({ row, correct, count }) => {
    const share = later.get(row);
    return share === undefined ? [] : [correct / count - share];
  });
  if (falls.length < 2) return null;
  const difference = falls.reduce((sum, fall) => sum + fall, 0) / falls.length;
  const squares = falls.reduce((sum, fall) => sum + (fall - difference) ** 2, 0);
  const error = Math.sqrt(squares / (falls.length - 1) / falls.length);
  const half = studentQuantile(0.975, falls.length - 1) * error;
  return { difference, low: difference - half, high: difference + half };
}
