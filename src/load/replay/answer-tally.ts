/**
 * Counts the predictions of each dataset row. A row with different predictions before and after a
 * scale-out reveals a stale model; a row requested again adds nothing to the model's accuracy.
 *
 * Bounds rows, predictions per row and characters per prediction, because neither the dataset nor the
 * target does. Rows are drawn at random, so the first ones are a random sample of all.
 */
import { createHash } from 'node:crypto';
import type { LoadAnswers } from '../../record/load-events.ts';

/** Predictions for further rows are only counted, in `leftOut`. */
export const MAX_ROWS = 10_000;
/** Distinct predictions kept per row; further ones are counted without their text. */
export const MAX_PREDICTIONS = 5;
/** Of a longer prediction, its beginning and a hash are kept. */
const MAX_CHARACTERS = 64;

/** Between two lines; a kill loses at most as much. */
const LEAST_SECONDS = 5;
const MOST_SECONDS = 60;
/** Limits the file to about 1 KB per second. */
const ROWS_PER_SECOND = 100;
/** A group's own fields take about as many bytes as 10 rows. */
const ROWS_PER_GROUP = 10;

type Outcome = LoadAnswers['groups'][number]['outcome'];

/** One prediction for one row; counts since the last line. */
interface Cell {
  readonly row: number;
  readonly predicted: string | null;
  readonly outcome: Outcome;
  /** The row's label; undefined where it is the prediction, or not known. */
  readonly expected: string | undefined;
  count: number;
  firstSecond: number;
  lastSecond: number;
}

export class AnswerTally {
  readonly #byRow = new Map<number, Cell[]>();
  /** Cells with counts since the last line, by prediction, outcome and label. */
  #groups = new Map<string, Cell[]>();
  #counted = 0;
  #leftOut = 0;
  #fromSecond = 0;

  /**
   * @param second since the plan's time zero; never earlier than in the previous call
   * @param row its number, from 1
   * @param label its own; undefined where it is not known
   */
  record(
    second: number,
    row: number,
    predicted: string | null,
    outcome: Outcome,
    label?: string,
  ): void {
    const text = predicted === null ? null : shortened(predicted);
    const cell = this.#cellOf(row, text, outcome, label);
    if (cell === null) {
      this.#leftOut += 1;
      return;
    }
    if (cell.count === 0) {
      cell.firstSecond = second;
      this.#addToGroup(cell);
    }
    cell.count += 1;
    cell.lastSecond = second;
  }

  /**
   * Lines get rarer as they get larger.
   *
   * @param endSecond everything before it has been counted
   */
  isDue(endSecond: number): boolean {
    const size = this.#counted + ROWS_PER_GROUP * this.#groups.size;
    const wanted = Math.max(LEAST_SECONDS, size / ROWS_PER_SECOND);
    return endSecond - this.#fromSecond >= Math.min(MOST_SECONDS, wanted);
  }

  /** @returns the counts since the previous call; null if there was no prediction */
  take(endSecond: number): Pick<LoadAnswers, 'second' | 'seconds' | 'groups' | 'leftOut'> | null {
    const second = this.#fromSecond;
    const leftOut = this.#leftOut;
    const groups = [...this.#groups.values()].map((cells) => toGroup(cells, second));
    for (const cells of this.#groups.values()) for (const cell of cells) cell.count = 0;
    this.#groups = new Map();
    this.#counted = 0;
    this.#leftOut = 0;
    this.#fromSecond = endSecond;
    if (groups.length === 0 && leftOut === 0) return null;
    return { second, seconds: endSecond - second, groups, leftOut };
  }

  /** @returns null for a row beyond MAX_ROWS */
  #cellOf(
    row: number,
    predicted: string | null,
    outcome: Outcome,
    label: string | undefined,
  ): Cell | null {
    const cells = this.#byRow.get(row);
    const known = cells && find(cells, predicted, outcome);
    if (known) return known;
    if (cells && predicted !== null && cells.length >= MAX_PREDICTIONS) {
      return this.#cellOf(row, null, outcome, label);
    }
    if (!cells && this.#byRow.size >= MAX_ROWS) return null;
    const own = label === undefined ? undefined : shortened(label);
    const expected = own === predicted ? undefined : own;
    const cell = { row, predicted, outcome, expected, count: 0, firstSecond: 0, lastSecond: 0 };
    if (cells) cells.push(cell);
    else this.#byRow.set(row, [cell]);
    return cell;
  }

  #addToGroup(cell: Cell): void {
    const key = JSON.stringify([cell.outcome, cell.predicted, cell.expected]);
    const cells = this.#groups.get(key);
    if (cells) cells.push(cell);
    else this.#groups.set(key, [cell]);
    this.#counted += 1;
  }
}

/** Linear, because nearly every row has a single cell. */
function find(cells: readonly Cell[], predicted: string | null, outcome: Outcome) {
  for (const cell of cells) {
    if (cell.predicted === predicted && cell.outcome === outcome) return cell;
  }
  return undefined;
}

function toGroup(cells: readonly Cell[], second: number): LoadAnswers['groups'][number] {
  const { predicted, outcome, expected } = cells[0]!;
  return {
    predicted,
    outcome,
    ...(expected === undefined ? {} : { expected }),
    rows: cells.map(({ row }) => row),
    counts: cells.map(({ count }) => count),
    first: cells.map(({ firstSecond }) => firstSecond - second),
    last: cells.map(({ lastSecond }) => lastSecond - second),
  };
}

/** The hash keeps long predictions distinct that begin alike. */
function shortened(predicted: string): string {
  if (predicted.length <= MAX_CHARACTERS) return predicted;
  const end = `... (${predicted.length} characters, SHA-256 ${sha256(predicted)})`;
  return predicted.slice(0, MAX_CHARACTERS - end.length) + end;
}

/** Its first 48 bits: enough to keep the predictions of a run distinct. */
function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
