/** Computes Wilson's interval of a counted share. */

/** 97.5 % quantile of the standard normal distribution: a two-sided interval of 95 %. */
const Z95 = 1.959963984540054;

/**
 * Wilson's score interval of a share, 95 % (Wilson 1927). Unlike the textbook interval, it stays within 0..1
 * and does not shrink to nothing when all trials have the same outcome.
 *
 * @param trials at least 1.
 */
export function wilsonInterval(successes: number, trials: number): { low: number; high: number } {
  const share = successes / trials;
  const z2 = Z95 * Z95;
  const centre = (share + z2 / (2 * trials)) / (1 + z2 / trials);
  const half =
    (Z95 * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials))) /
    (1 + z2 / trials);
  // At the ends the bounds are exactly 0 and 1, which the sums above miss by a rounding error.
  return {
    low: successes === 0 ? 0 : centre - half,
    high: successes === trials ? 1 : centre + half,
  };
}
