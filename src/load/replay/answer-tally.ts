/**
 * Counts which predictions each dataset row got. What a row was answered before, during and after a
 * scale-out tells a stale model from the right one, and asking the same row again says nothing new
 * about how often the model is right.
 *
 * Bounded in rows, in predictions of a row and in the length of a prediction, whatever the dataset and
 * the target are like. Rows are drawn at random, so the ones seen first are a fair sample of all.
 */
import { createHash } from 'node:crypto';
import type { LoadAnswers } from '../../record/load-events.ts';

/** Predictions for any further row are counted in `leftOut` alone. */
export const MAX_ROWS = 10_000;
/** Different predictions kept for one row; any further one counts without its text. */
export const MAX_PREDICTIONS = 5;
/** Characters of a prediction; of a longer one its beginning and a hash are kept. */
const MAX_CHARACTERS = 64;

/** How much a kill loses: less than this many seconds. */
const LEAST_SECONDS = 5;
const MOST_SECONDS = 60;
/** What a second may add to the file, together about 1 KB. */
const ROWS_PER_SECOND = 100;
/** A group of rows takes as many bytes as so many rows in a group. */
const ROWS_PER_GROUP = 10;

type Outcome = LoadAnswers['groups'][number]['outcome'];

/** One prediction for one row, since the last line. */
interface Cell {
  readonly row: number;
  readonly predicted: string | null;
  readonly outcome: Outcome;
  count: number;
  firstSecond: number;
  lastSecond: number;
}

export class AnswerTally {
  readonly #byRow = new Map<number, Cell[]>();
  /** Cells that were counted since the last line, by what they will be written under. */
  #groups = new Map<string, Cell[]>();
  #counted = 0;
  #leftOut = 0;
  #fromSecond = 0;

  /**
   * @param second since the plan's time zero; never an earlier one than in the call before
   * @param row its number, from 1
   */
  record(second: number, row: number, predicted: string | null, outcome: Outcome): void {
    const cell = this.#cellOf(row, predicted === null ? null : shortened(predicted), outcome);
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
   * @param endSecond before which everything is counted
   * @returns whether the next line is due: rarer where there is much to write
   */
  isDue(endSecond: number): boolean {
    const size = this.#counted + ROWS_PER_GROUP * this.#groups.size;
    const wanted = Math.max(LEAST_SECONDS, size / ROWS_PER_SECOND);
    return endSecond - this.#fromSecond >= Math.min(MOST_SECONDS, wanted);
  }

  /** @returns what was counted since the call before; null when there was no prediction */
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

  /** @returns null for a row beyond the bound */
  #cellOf(row: number, predicted: string | null, outcome: Outcome): Cell | null {
    const cells = this.#byRow.get(row);
    const known = cells && find(cells, predicted, outcome);
    if (known) return known;
    if (cells && predicted !== null && cells.length >= MAX_PREDICTIONS) {
      return this.#cellOf(row, null, outcome);
    }
    if (!cells && this.#byRow.size >= MAX_ROWS) return null;
    const cell = { row, predicted, outcome, count: 0, firstSecond: 0, lastSecond: 0 };
    if (cells) cells.push(cell);
    else this.#byRow.set(row, [cell]);
    return cell;
  }

  #addToGroup(cell: Cell): void {
    const key = `${cell.outcome}:${cell.predicted === null ? '' : JSON.stringify(cell.predicted)}`;
    const cells = this.#groups.get(key);
    if (cells) cells.push(cell);
    else this.#groups.set(key, [cell]);
    this.#counted += 1;
  }
}

/** Of few: a row that gets one prediction, always, has one. */
function find(cells: readonly Cell[], predicted: string | null, outcome: Outcome) {
  for (const cell of cells) {
    if (cell.predicted === predicted && cell.outcome === outcome) return cell;
  }
  return undefined;
}

function toGroup(cells: readonly Cell[], second: number): LoadAnswers['groups'][number] {
  const { predicted, outcome } = cells[0]!;
  return {
    predicted,
    outcome,
    rows: cells.map(({ row }) => row),
    counts: cells.map(({ count }) => count),
    first: cells.map(({ firstSecond }) => firstSecond - second),
    last: cells.map(({ lastSecond }) => lastSecond - second),
  };
}

/** Long predictions that differ stay different, whatever they begin with. */
function shortened(predicted: string): string {
  if (predicted.length <= MAX_CHARACTERS) return predicted;
  const end = `... (${predicted.length} characters, SHA-256 ${sha256(predicted)})`;
  return predicted.slice(0, MAX_CHARACTERS - end.length) + end;
}

/** As much of it as tells any two predictions of a run apart. */
function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
