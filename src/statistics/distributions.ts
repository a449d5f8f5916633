/** Tails and quantiles of the binomial (for counts that need not be whole), Student's and the normal distribution. */
import betainc from '@stdlib/math-base-special-betainc';
import erfc from '@stdlib/math-base-special-erfc';

/**
 * Probability of at most this many successes. Uses the incomplete beta function, which equals the binomial
 * sum for whole counts and interpolates between them: effective counts are not whole.
 *
 * @param chance of success in one trial, 0..1, exclusive.
 */
export function chanceOfAtMost(successes: number, trials: number, chance: number): number {
  return successes >= trials ? 1 : betainc(1 - chance, trials - successes, successes + 1);
}

/** Probability of at least this many successes. */
export function chanceOfAtLeast(successes: number, trials: number, chance: number): number {
  return successes <= 0 ? 1 : betainc(chance, successes, trials - successes + 1);
}

/** The exact interval of a share (Clopper and Pearson, Biometrika 26 (1934) 404-413). */
export function exactInterval(
  successes: number,
  trials: number,
  confidence: number,
): { readonly low: number; readonly high: number } {
  const beyond = (1 - confidence) / 2;
  const low =
    successes <= 0
      ? 0
      : crossing((chance) => chanceOfAtLeast(successes, trials, chance) >= beyond, 1);
  const high =
    successes >= trials
      ? 1
      : crossing((chance) => chanceOfAtMost(successes, trials, chance) <= beyond, 1);
  return { low, high };
}

/** Cached, since callers ask for the same few arguments again and again. */
const students = new Map<string, number>();

/** @param share 0.5..1, exclusive. @param degrees of freedom, at least 1. */
export function studentQuantile(share: number, degrees: number): number {
  const key = `${share} ${degrees}`;
  const known = students.get(key);
  if (known !== undefined) return known;
  const below = (t: number) => 1 - betainc(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
  const quantile = crossing((t) => below(t) >= share, 1_000);
  students.set(key, quantile);
  return quantile;
}

/** Probability that a standard normal variable is greater. */
export function normalAbove(z: number): number {
  return erfc(z / Math.SQRT2) / 2;
}

/** The smallest argument from 0 to `most` for which a monotonic condition is true. */
function crossing(isTrue: (argument: number) => boolean, most: number): number {
  let low = 0;
  let high = most;
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (isTrue(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
