/**
 * Whether an event's numbers can be reckoned with: a damaged line may be an event by its types and
 * still name the second 9007199254740991, which nobody could lay out on an axis.
 */

/** Of times: the year 2200. Whatever is added to it, `Date` can still show it. */
export const LATEST_MS = 7_258_118_400_000;
/** Eleven days of load. */
const LAST_SECOND = 1_000_000;
/** Of everything else. Thousands of them add up to a whole number that is exact. */
const LARGEST = 1e12;

/** @param event as its schema let it through, so not deep */
export function isPlausible(event: object): boolean {
  // A list may hold thousands of numbers, and none has a name to look up.
  if (Array.isArray(event)) return event.every(isPlausibleItem);
  // Not `Object.entries`: each line of a run comes through here, and no pairs need be made of it.
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
