/** Finds what was last in a list that is ordered by time. */

/**
 * @param items ascending
 * @returns the index of the last item at or before the moment, -1 when there is none
 */
export function lastAt<T>(items: readonly T[], msOf: (item: T) => number, atMs: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (msOf(items[middle]!) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
