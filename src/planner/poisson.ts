/** Counts of requests that come by chance. */
import { randomNormal } from 'd3-random';

/** From here on the normal distribution is as good, and takes no longer for more. */
const MANY = 30;

/** @returns draws a Poisson count with this mean. @param uniform in [0, 1) */
export function poisson(uniform: () => number): (mean: number) => number {
  const normal = randomNormal.source(uniform)();
  return (mean) => {
    if (mean >= MANY) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    // Knuth: as many gaps as fit into the time.
    const least = Math.exp(-mean);
    let count = -1;
    for (let left = 1; left > least; count += 1) left *= 1 - uniform();
    return Math.max(0, count);
  };
}
