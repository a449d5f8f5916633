/** A value over the rounds: its median, and how far the rounds lie apart. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** @returns null when no round has a value */
export function spread(values: readonly (number | null | undefined)[]): Spread | null {
  const sorted = values
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
    .sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    min: sorted[0]!,
    max: sorted.at(-1)!,
  };
}

/** `0.74 (0.71..0.80)`; the range is left out when it is none. */
export function renderSpread(value: Spread | null, render: (value: number) => string): string {
  if (value === null) return '–';
  const [median, min, max] = [value.median, value.min, value.max].map(render);
  return min === max ? median! : `${median} (${min}..${max})`;
}
