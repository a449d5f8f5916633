/** Finds where throughput bends away from what was sent: Kneedle (Satopaa et al., ICDCSW 2011). Pure. */

export interface CurvePoint {
  readonly targetRps: number;
  readonly answeredRps: number;
}

/** With fewer, every curve has a knee somewhere. */
const FEWEST_POINTS = 4;
/** The curve must rise above its chord by this much of its height. */
const LEAST_RISE = 0.1;

/**
 * The point furthest above the chord between the first and the last, both axes scaled to 0..1: for a curve
 * of few points without noise to smooth, that is all of Kneedle.
 *
 * @returns null when throughput never bends
 */
export function kneeOf(points: readonly CurvePoint[]): number | null {
  const sorted = points.toSorted((left, right) => left.targetRps - right.targetRps);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (sorted.length < FEWEST_POINTS || first === undefined || last === undefined) return null;
  const width = last.targetRps - first.targetRps;
  const most = Math.max(...sorted.map(({ answeredRps }) => answeredRps));
  const height = most - first.answeredRps;
  if (width <= 0 || height <= 0) return null;
  const rises = sorted.map((point) => ({
    targetRps: point.targetRps,
    rise:
      (point.answeredRps - first.answeredRps) / height -
      (point.targetRps - first.targetRps) / width,
  }));
  const knee = rises.reduce((best, one) => (one.rise > best.rise ? one : best));
  return knee.rise >= LEAST_RISE ? knee.targetRps : null;
}
