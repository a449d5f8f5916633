/** Random numbers by a seed, fast: a calibration draws some billions. */

export type Uniform = () => number;

/** Mulberry32. @returns numbers from 0 to below 1 */
export function uniform(seed: number): Uniform {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Box and Muller. */
export function normal(random: Uniform): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** By inversion; a normal number where the mean is so large that it makes no difference. */
export function poisson(mean: number, random: Uniform): number {
  if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  let left = random();
  let chance = Math.exp(-mean);
  let count = 0;
  while (left > chance && count < 1_000) {
    left -= chance;
    count += 1;
    chance *= mean / count;
  }
  return count;
}
