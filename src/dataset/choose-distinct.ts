/** Which rows a check asks: a few different ones, the same for the same seed. */
import { chooseRow } from './choose.ts';

/**
 * The first steps of a Fisher-Yates shuffle, with `chooseRow` as its source of chance: every set of
 * `count` rows is equally likely, and drawing nearly all of them takes no longer than drawing few.
 *
 * @param count at most `rowCount`
 * @returns `count` different indices 0..rowCount-1, ascending
 */
export function chooseDistinctRows(seed: number, count: number, rowCount: number): number[] {
  const indices = Array.from({ length: rowCount }, (_, index) => index);
  for (let place = 0; place < count; place += 1) {
    const other = place + chooseRow(seed, place, rowCount - place);
    [indices[place], indices[other]] = [indices[other]!, indices[place]!];
  }
  return indices.slice(0, count).sort((one, next) => one - next);
}
