/**
 * Finds where a series most likely changes: the candidate of E-divisive (Matteson and James, "A Nonparametric
 * Approach for Multiple Change Point Analysis of Multivariate Data", 2014) with distances of power 1.
 */

export interface Candidate {
  /** Of the first value after the change. */
  readonly index: number;
  /** The larger, the more the two sides differ. */
  readonly strength: number;
}

/**
 * Of all `start < tau < kappa <= end`, the tau for which `[start, tau)` and `[tau, kappa)` differ most:
 *
 *     Q = 2/(m+n) * sum |x - y|  -  2m/((m+n)(n-1)) * sum |x - x'|  -  2n/((m+n)(m-1)) * sum |y - y'|
 *
 * with n values x before and m values y from tau on, each pair counted once. Sums are taken in the order in which Apache
 * Otava takes them, so that ties, which values in whole seconds have, fall to the same side.
 *
 * Takes O(n²) in time and O(n) in memory.
 *
 * @returns null for fewer than two values
 */
export function strongestCandidate(
  values: ArrayLike<number>,
  start: number,
  end: number,
): Candidate | null {
  const length = end - start;
  if (length < 2) return null;
  const distance = (i: number, j: number) => Math.abs(values[start + i]! - values[start + j]!);
  const within = sumsWithin(length, distance);
  let best: Candidate | null = null;
  // fromRow[t]: distances of value t to all after it, before kappa. They grow by one with each kappa.
  const fromRow = new Float64Array(length);
  const after = new Float64Array(length + 1);
  for (let kappa = 2; kappa <= length; kappa += 1) {
    for (let t = 0; t < kappa - 1; t += 1) fromRow[t]! += distance(t, kappa - 1);
    // after[tau]: distances among the values from tau on.
    after[kappa - 1] = 0;
    for (let t = kappa - 2; t >= 1; t -= 1) after[t] = after[t + 1]! + fromRow[t]!;
    let rows = 0;
    for (let tau = 1; tau < kappa; tau += 1) {
      rows += fromRow[tau - 1]!;
      const before = within[tau]!;
      const across = (2 / kappa) * (rows - before);
      const left = tau < 2 ? 0 : ((2 * (kappa - tau)) / (kappa * (tau - 1))) * before;
      const right = kappa - tau < 2 ? 0 : ((2 * tau) / (kappa * (kappa - tau - 1))) * after[tau]!;
      const strength = across - left - right;
      if (best === null || isStronger(strength, start + tau, best)) {
        best = { index: start + tau, strength };
      }
    }
  }
  return best;
}

/** Of equal ones, the first. */
function isStronger(strength: number, index: number, than: Candidate): boolean {
  return strength > than.strength || (strength === than.strength && index < than.index);
}

/** At tau: distances among the values before it. */
function sumsWithin(length: number, distance: (i: number, j: number) => number): Float64Array {
  const sums = new Float64Array(length + 1);
  for (let tau = 2; tau <= length; tau += 1) {
    let row = 0;
    for (let i = 0; i < tau - 1; i += 1) row += distance(i, tau - 1);
    sums[tau] = sums[tau - 1]! + row;
  }
  return sums;
}
