/**
 * Checks that an event's numbers are plausible: a damaged line can pass the schema and still contain
 * second 9007199254740991, which no chart could show.
 */

/** Upper bound for times: the year 2200, well within the range of `Date`. */
export const LATEST_MS = 7_258_118_400_000;
/** Eleven days of load. */
export const LAST_SECOND = 1_000_000;
/** Upper bound for other numbers; sums of thousands stay exact. */
export const LARGEST = 1e12;

/** @param event already validated by its schema, which bounds the recursion */
export function isPlausible(event: object): boolean {
  // A list may hold thousands of numbers, none of which has a name.
  if (Array.isArray(event)) return event.every(isPlausibleItem);
  // Avoids `Object.entries`, which allocates, because this runs for every line of a run.
  for (const name in event) {
    const value: unknown = event[name as keyof typeof event];
    if (typeof value === 'number') {
      if (!(Math.abs(value) <= limitOf(name))) return false;
    } else if (typeof value === 'object' && value !== null && !isPlausible(value)) return false;
  }
  return true;
}

function isPlausibleItem(item: unknown): boolean {
  if (typeof item === 'number') return Math.abs(item) <= LARGEST;
  return typeof item !== 'object' || item === null || isPlausible(item);
}

function limitOf(name: string): number {
  if (name === 'second') return LAST_SECOND;
  return name.endsWith('Ms') ? LATEST_MS : LARGEST;
}
