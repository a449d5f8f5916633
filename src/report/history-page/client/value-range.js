/** The y range of a chart. */

/**
 * What is far outside of most runs is drawn at the edge: one night of timeouts must not flatten a year.
 * At least a fifth of the values high, so that noise of a percent is no mountain.
 * @param {readonly (number | null)[]} values
 * @param {readonly (number | null)[]} others low and high ends, and the baseline
 * @returns {[number, number]}
 */
export const valueRange = (values, others) => {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return [0, 1];
  const at = (/** @type {number} */ share) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const most = Math.max(at(0.97) - at(0.03), Math.abs(at(0.5)) / 10);
  const inside = (/** @type {number} */ value) =>
    Math.min(Math.max(value, at(0.03) - 1.5 * most), at(0.97) + 1.5 * most);
  const ends = [sorted[0] ?? 0, sorted.at(-1) ?? 0].map(inside);
  for (const other of others) if (other !== null && inside(other) === other) ends.push(other);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const height = Math.max(high - low, Math.abs(high) / 5) * 1.12 || 1;
  const from = (low + high - height) / 2;
  return low >= 0 && from < 0 ? [0, Math.max(height, high * 1.06)] : [from, from + height];
};
