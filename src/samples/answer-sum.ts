/**
 * Predictions by row, summed over workers in windows of seconds.
 *
 * The workers' lines cover different seconds, so a line counts in the window it begins in. Windows get longer as there
 * is more to say, as a worker's lines do. Bounded as a worker's are, whatever is sent and answered, and so that the order
 * of workers does not matter: of more rows those with the least hash are kept, of more predictions for one row those
 * with the least text.
 */
import { MAX_PREDICTIONS, MAX_ROWS } from '../load/replay/answer-tally.ts';
import type { LoadAnswers } from '../record/load-events.ts';
import { AnswerWindows } from './answer-windows.ts';

type Group = LoadAnswers['groups'][number];
type Kind = Pick<Group, 'predicted' | 'outcome' | 'expected'>;

/** What is beyond the bounds is dropped only now and then. */
const MAX_CELLS = 4 * MAX_ROWS;

/** One prediction of one row; an index into every window's lists. */
interface Cell {
  readonly row: number;
  readonly kind: number;
}

export class AnswerSum {
  #kinds: Kind[] = [];
  #kindOf = new Map<string, number>();
  #cells: Cell[] = [];
  /** By kind, then row. */
  #cellOf: Map<number, number>[] = [];
  #windows = new AnswerWindows();
  #rows = new Set<number>();
  /** Rows of a larger hash are left out. */
  #mostHash = Number.POSITIVE_INFINITY;

  /** @param shift seconds from the worker's own time zero to that of all */
  add({ second, seconds, groups, leftOut }: Omit<LoadAnswers, 'type'>, shift: number): void {
    const from = second + shift;
    const window = this.#windows.at(from, from + seconds);
    window.leftOut += leftOut;
    for (const { rows, counts, first, last, ...kind } of groups) {
      const number = this.#kindNumber(kind);
      for (const [index, row] of rows.entries()) {
        const count = counts[index]!;
        if (hashOf(row) > this.#mostHash) window.leftOut += count;
        else {
          const cell = this.#cellNumber(row, number);
          this.#windows.count(window, cell, count, from + first[index]!, from + last[index]!);
        }
      }
    }
    if (this.#cells.length > MAX_CELLS) this.#drop();
    this.#windows.widenFor(this.#rows.size);
  }

  /** As the lines of a worker that began at `planStartMs`. */
  *lines(planStartMs: number): Generator<LoadAnswers> {
    this.#drop();
    const byKind = this.#kinds.map((_, kind) =>
      [...this.#cells.keys()]
        .filter((cell) => this.#cells[cell]!.kind === kind)
        .sort((one, other) => this.#cells[one]!.row - this.#cells[other]!.row),
    );
    const order = this.#kinds.map((kind, number) => ({ number, key: keyOf(kind) }));
    order.sort((one, other) => (one.key < other.key ? -1 : 1));
    for (const window of this.#windows.inOrder()) {
      const groups = order.flatMap(({ number }): Group[] => {
        const cells = byKind[number]!.filter((cell) => (window.counts[cell] ?? 0) > 0);
        if (cells.length === 0) return [];
        return [
          {
            ...this.#kinds[number]!,
            rows: cells.map((cell) => this.#cells[cell]!.row),
            counts: cells.map((cell) => window.counts[cell]!),
            first: cells.map((cell) => window.first[cell]! - window.second),
            last: cells.map((cell) => window.last[cell]! - window.second),
          },
        ];
      });
      const { second, end, leftOut } = window;
      const startMs = planStartMs + second * 1_000;
      const seconds = end - second;
      yield { type: 'answers', worker: 1, second, seconds, startMs, groups, leftOut };
    }
  }

  #kindNumber(kind: Kind): number {
    const key = keyOf(kind);
    const known = this.#kindOf.get(key);
    if (known !== undefined) return known;
    this.#kindOf.set(key, this.#kinds.length);
    this.#cellOf.push(new Map());
    return this.#kinds.push(kind) - 1;
  }

  #cellNumber(row: number, kind: number): number {
    const cells = this.#cellOf[kind]!;
    const known = cells.get(row);
    if (known !== undefined) return known;
    cells.set(row, this.#cells.length);
    this.#rows.add(row);
    return this.#cells.push({ row, kind }) - 1;
  }

  /** Drops rows and predictions beyond the bounds; their counts stay, as those of a worker's would. */
  #drop(): void {
    const [kinds, cells] = [this.#kinds, this.#cells];
    const hashes = [...this.#rows].map(hashOf).sort((one, other) => one - other);
    this.#mostHash = Math.min(this.#mostHash, hashes[MAX_ROWS - 1] ?? Number.POSITIVE_INFINITY);
    const kept = keptPredictions(cells, kinds);
    this.#kinds = [];
    this.#kindOf = new Map();
    this.#cells = [];
    this.#cellOf = [];
    this.#rows = new Set();
    const moved = cells.map((cell, number) => {
      if (hashOf(cell.row) > this.#mostHash) return null;
      const { expected, ...kind } = kinds[cell.kind]!;
      const { predicted, outcome } = kind;
      const to = kept.has(number) ? predicted : null;
      const label = expected === undefined ? {} : { expected };
      return this.#cellNumber(cell.row, this.#kindNumber({ predicted: to, outcome, ...label }));
    });
    this.#windows = this.#windows.moved(moved);
  }
}

/** The first few of each row by outcome and text, of which correct ones are first. */
function keptPredictions(cells: readonly Cell[], kinds: readonly Kind[]): Set<number> {
  const keys = kinds.map((kind) => JSON.stringify([kind.outcome, kind.predicted]));
  const byRow = new Map<number, number[]>();
  for (const [number, { row, kind }] of cells.entries()) {
    if (kinds[kind]!.predicted === null) continue;
    const known = byRow.get(row);
    if (known === undefined) byRow.set(row, [number]);
    else known.push(number);
  }
  const keyAt = (number: number) => keys[cells[number]!.kind]!;
  return new Set(
    [...byRow.values()].flatMap((numbers) =>
      numbers.sort((one, other) => (keyAt(one) < keyAt(other) ? -1 : 1)).slice(0, MAX_PREDICTIONS),
    ),
  );
}

function keyOf({ predicted, outcome, expected }: Kind): string {
  return JSON.stringify([outcome, predicted, expected]);
}

/** Spreads neighbouring rows: a dataset may be sorted. Each row has its own, because the factor is odd. */
function hashOf(row: number): number {
  return Math.imul(row, 0x9e3779b1) >>> 0;
}
