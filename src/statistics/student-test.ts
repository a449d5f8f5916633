/** Student's two-sample test from means and variances, so that callers choose how those are estimated. */
import betainc from '@stdlib/math-base-special-betainc';

export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Divided by the count, not by one less. */
  readonly variance: number;
}

/** Probability that |t| is at least this. @param degrees of freedom, above 0. */
export function studentTails(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return 0;
  return betainc(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/** Of values from `from` to before `to`; at least one. */
export function momentsOf(values: ArrayLike<number>, from: number, to: number): Moments {
  const count = to - from;
  // From the first value on: sums of large, nearly equal values would lose what differs.
  const origin = values[from]!;
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += values[index]! - origin;
  const offset = sum / count;
  let squares = 0;
  for (let index = from; index < to; index += 1) {
    const residual = values[index]! - origin - offset;
    squares += residual * residual;
  }
  return { count, mean: origin + offset, variance: squares / count };
}
