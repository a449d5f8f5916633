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
  let [index, strength] = [start, Number.NEGATIVE_INFINITY];
  // toLater[t]: distances of value t to those after it, before kappa. Grows by one with each kappa.
  const toLater = new Float64Array(length);
  // before[tau], after[tau]: distances among the values before tau, and among those from tau to before kappa.
  const before = new Float64Array(length + 1);
  const after = new Float64Array(length + 1);
  for (let kappa = 2; kappa <= length; kappa += 1) {
    const newest = values[start + kappa - 1]!;
    let toNewest = 0;
    for (let t = 0; t < kappa - 1; t += 1) {
      const distance = Math.abs(values[start + t]! - newest);
      toLater[t]! += distance;
      toNewest += distance;
    }
    before[kappa] = before[kappa - 1]! + toNewest;
    after[kappa - 1] = 0;
    for (let t = kappa - 2; t >= 1; t -= 1) after[t] = after[t + 1]! + toLater[t]!;
    let rows = 0;
    for (let tau = 1; tau < kappa; tau += 1) {
      rows += toLater[tau - 1]!;
      const across = (2 / kappa) * (rows - before[tau]!);
      const left = tau < 2 ? 0 : ((2 * (kappa - tau)) / (kappa * (tau - 1))) * before[tau]!;
      const right = kappa - tau < 2 ? 0 : ((2 * tau) / (kappa * (kappa - tau - 1))) * after[tau]!;
      const q = across - left - right;
      if (q > strength || (q === strength && start + tau < index)) {
        index = start + tau;
        strength = q;
      }
    }
  }
  return { index, strength };
}
