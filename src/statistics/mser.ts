/** Finds the end of the warm-up of a series. */

/** Values per batch: MSER-5. */
const USUAL_BATCH = 5;

/**
 * MSER-5, unless told otherwise: batches of five values, and the cut after which the rest has the smallest standard error
 * (White, Cobb, Spratt, "A comparison of five steady-state truncation heuristics for simulation",
 * WSC 2000). A cut past the middle means that no steady state was reached.
 *
 * @param batch values per batch; 1 where values are few and each sums up many requests.
 * @returns number of values to drop at the front; null when there are too few, or the series is not steady.
 */
export function warmUpLength(values: readonly number[], batch = USUAL_BATCH): number | null {
  const batches: number[] = [];
  for (let start = 0; start + batch <= values.length; start += batch) {
    const some = values.slice(start, start + batch);
    batches.push(some.reduce((sum, value) => sum + value, 0) / batch);
  }
  if (batches.length < 4) return null;
  let best = { cut: 0, error: Number.POSITIVE_INFINITY };
  let sum = 0;
  let squares = 0;
  const errors: number[] = [];
  // From the back, so that each sum only adds one batch.
  for (let cut = batches.length - 1; cut >= 0; cut -= 1) {
    const offset = batches[cut]! - batches.at(-1)!;
    sum += offset;
    squares += offset * offset;
    const rest = batches.length - cut;
    errors[cut] = Math.max(0, squares - (sum * sum) / rest) / (rest * rest);
  }
  // The last few batches alone always look steady, so they are no candidates.
  for (let cut = 0; cut <= batches.length - 4; cut += 1) {
    if (errors[cut]! < best.error - 1e-12) best = { cut, error: errors[cut]! };
  }
  return best.cut > batches.length / 2 ? null : best.cut * batch;
}
