/** Windows of seconds with a count for each cell, and when it was first and last counted. */

/** Each a multiple of the one before, so that windows can be joined. */
const LENGTHS = [5, 15, 30, 60] as const;
/** As in a worker's file: about 1 KB a second. */
const ROWS_PER_SECOND = 100;

export interface AnswerWindow {
  /** `[second, end)` holds all that is counted here; further than the window, where a line went on beyond it. */
  second: number;
  end: number;
  leftOut: number;
  /** By cell; 0 and beyond the end: none. */
  counts: number[];
  first: number[];
  last: number[];
}

export class AnswerWindows {
  #level = 0;
  #windows = new Map<number, AnswerWindow>();

  /** The one that `second` is in, made to reach `end`. */
  at(second: number, end: number): AnswerWindow {
    const key = Math.floor(second / LENGTHS[this.#level]!);
    const known = this.#windows.get(key);
    if (known !== undefined) {
      known.second = Math.min(known.second, second);
      known.end = Math.max(known.end, end);
      return known;
    }
    const window = { second, end, leftOut: 0, counts: [], first: [], last: [] };
    this.#windows.set(key, window);
    return window;
  }

  count(window: AnswerWindow, cell: number, count: number, first: number, last: number): void {
    const { counts } = window;
    while (counts.length <= cell) {
      counts.push(0);
      window.first.push(Number.POSITIVE_INFINITY);
      window.last.push(Number.NEGATIVE_INFINITY);
    }
    counts[cell]! += count;
    if (first < window.first[cell]!) window.first[cell] = first;
    if (last > window.last[cell]!) window.last[cell] = last;
  }

  /** @param rows as many as a window may have to tell of */
  widenFor(rows: number): void {
    while (this.#level < LENGTHS.length - 1 && rows > LENGTHS[this.#level]! * ROWS_PER_SECOND) {
      this.#level += 1;
      this.#join([...this.#windows.values()]);
    }
  }

  inOrder(): AnswerWindow[] {
    return [...this.#windows.values()].sort((one, other) => one.second - other.second);
  }

  /** @param to the new number of each cell; null: its counts are left out */
  moved(to: readonly (number | null)[]): AnswerWindows {
    const others = new AnswerWindows();
    others.#level = this.#level;
    for (const [key, window] of this.#windows) {
      const { second, end, leftOut, counts, first, last } = window;
      const other = { second, end, leftOut, counts: [], first: [], last: [] };
      others.#windows.set(key, other);
      for (const [cell, count] of counts.entries()) {
        const target = to[cell];
        if (count === 0) continue;
        if (target == null) other.leftOut += count;
        else others.count(other, target, count, first[cell]!, last[cell]!);
      }
    }
    return others;
  }

  #join(windows: readonly AnswerWindow[]): void {
    this.#windows = new Map();
    for (const { second, end, leftOut, counts, first, last } of windows) {
      const window = this.at(second, end);
      window.leftOut += leftOut;
      for (const [cell, count] of counts.entries()) {
        if (count > 0) this.count(window, cell, count, first[cell]!, last[cell]!);
      }
    }
  }
}
