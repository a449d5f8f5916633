/** Searches a series of one number a second for stretches with a minimum mean. */

/** A stretch of indices, `end` exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Stretches in which every window of `width` numbers has a mean of at least `floor`.
 *
 * @returns maximal stretches, in order, each at least `width` long; they may overlap by less than
 *   `width`.
 */
export function stretchesWithMean(
  values: readonly number[],
  width: number,
  floor: number,
): Stretch[] {
  const stretches: { start: number; end: number }[] = [];
  let sum = 0;
  let lastGood = -2;
  for (const [index, value] of values.entries()) {
    sum += value - (index >= width ? values[index - width]! : 0);
    const first = index - width + 1;
    if (first < 0 || sum + 1e-6 < floor * width) continue;
    const open = stretches.at(-1);
    if (open !== undefined && lastGood === first - 1) open.end = index + 1;
    else stretches.push({ start: first, end: index + 1 });
    lastGood = first;
  }
  return stretches;
}

/**
 * The longest stretch whose mean is at least `floor`, the earliest of equals; null when no number reaches it.
 *
 * Linear time: among the prefix sums of (value - floor), finds the farthest pair i < j with P(j) >= P(i).
 * Candidates for i are lower than all before them; j runs from the right.
 */
export function longestWithMean(values: readonly number[], floor: number): Stretch | null {
  const prefix = [0];
  for (const value of values) prefix.push(prefix.at(-1)! + value - floor);
  const starts: number[] = [];
  for (const [index, sum] of prefix.entries()) {
    if (starts.length === 0 || sum < prefix[starts.at(-1)!]!) starts.push(index);
  }
  let best: Stretch | null = null;
  for (let end = prefix.length - 1; end > 0 && starts.length > 0; end -= 1) {
    // A mean equal to the floor may miss it by a rounding error.
    while (starts.length > 0 && prefix[end]! + 1e-6 >= prefix[starts.at(-1)!]!) {
      const start = starts.pop()!;
      if (start >= end) continue;
      const length = end - start;
      const bestLength = best === null ? 0 : best.end - best.start;
      if (length > bestLength || (length === bestLength && start < (best?.start ?? 0))) {
        best = { start, end };
      }
    }
  }
  return best;
}
