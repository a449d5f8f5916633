/** Draws distinct rows for `scaleproof check` and the preflight; the same seed draws the same rows. */
import { chooseRow } from './choose.ts';

/**
 * A partial Fisher-Yates shuffle with `chooseRow` as its source of randomness: every set of `count`
 * rows is equally likely, and drawing nearly all rows takes no longer than drawing a few.
 *
 * @param count at most `rowCount`
 * @returns `count` distinct indices 0..rowCount-1, ascending
 */
export function chooseDistinctRows(seed: number, count: number, rowCount: number): number[] {
  const indices = Array.from({ length: rowCount }, (_, index) => index);
  for (let place = 0; place < count; place += 1) {
    const other = place + chooseRow(seed, place, rowCount - place);
    [indices[place], indices[other]] = [indices[other]!, indices[place]!];
  }
  return indices.slice(0, count).sort((one, next) => one - next);
}
