/** How often the model is right: a share of distinct rows, since asking one again shows nothing new. */
import { studentQuantile } from './distributions.ts';
import type { PredictionTable } from './row-predictions.ts';
import { wilsonInterval } from './wilson.ts';

export interface RowAccuracy {
  readonly rows: number;
  /** Rows that were right each time, and rows that were right only at times. */
  readonly alwaysCorrect: number;
  readonly sometimesCorrect: number;
  /** Mean of the rows' own shares. */
  readonly share: number;
  /** Of 95 %. */
  readonly low: number;
  readonly high: number;
  /** How many predictions a row got, on average. */
  readonly asked: number;
  /** Predictions for rows beyond the bound of the table. */
  readonly leftOut: number;
}

/**
 * The interval is Wilson's on as many trials as there are rows. For rows that are right or wrong it is
 * the binomial's. A row that is right at times counts as its share, and shares between 0 and 1 with
 * mean m vary by m(1 - m) at most, as much as zeros and ones do (Bhatia and Davis, American
 * Mathematical Monthly 107 (2000) 353-357): the interval is then too wide, never too narrow.
 *
 * @returns null without a table, or for one without rows
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
 * So many that one wrong row alone does not miss the bound: with fewer the bound asks for all rows, and
 * a dataset half as large would have passed. A bound of 100 % asks for all rows of any dataset.
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
 * By how much the rows' shares fell from one table to the other: the mean difference of the rows that
 * are in both, with Student's interval of 95 %. Pairing takes out which rows were drawn: a model
 * that answers as before gives exactly 0, however hard its rows are.
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
