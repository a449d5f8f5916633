/** A row of values as one line of blocks for a terminal. */

const BLOCKS = [...'▁▂▃▄▅▆▇█'];

/** As many groups of neighbours as there are columns, as equal as can be; fewer when there are fewer. */
export function grouped<T>(values: readonly T[], columns: number): T[][] {
  const count = Math.min(values.length, Math.max(1, columns));
  return Array.from({ length: count }, (_, index) =>
    values.slice(
      Math.floor((index * values.length) / count),
      Math.floor(((index + 1) * values.length) / count),
    ),
  );
}

/**
 * From the lowest to the highest value, or around a value that hardly changes: a fifth of it is the least height,
 * so that noise of a percent is no mountain.
 * @param values null gives a blank.
 */
export function sparkline(values: readonly (number | null)[]): string[] {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const least = Math.abs(high) / 5;
  const from = high - low < least ? Math.max(Math.min(0, low), (low + high - least) / 2) : low;
  const height = Math.max(high - low, least) || 1;
  return values.map((value) =>
    value === null ? ' ' : BLOCKS[Math.min(7, Math.floor((8 * (value - from)) / height))]!,
  );
}
