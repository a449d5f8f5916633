/** Remembers the line an event was read from, so that findings can cite it as evidence. */

const lines = new WeakMap<object, number>();

/** @param line counted from 1 */
export function rememberLine(event: object, line: number): void {
  lines.set(event, line);
}

/** @returns undefined for an event that was not read from a file, as in the live view */
export function lineOf(event: object): number | undefined {
  return lines.get(event);
}
