/** Made-up loads whose true percentiles are known, because their distribution is. */

/** Latencies of one request at a level of nothing, as logarithms; their median is at 0. */
export interface Tail {
  readonly name: string;
  /** Share of requests above a logarithm. */
  above(log: number): number;
  /** How wide a bucket of a histogram may be, in logarithms. */
  readonly bucket: number;
}

/**
 * The level of latency, a logarithm, moves from second to second as an AR(1) process: correlated by
 * `rho` with the second before, with a standard deviation of `spread` over all time. Requests vary
 * around it by `tail`.
 */
export interface World {
  readonly rho: number;
  readonly spread: number;
  readonly tail: Tail;
  readonly rps: number;
  readonly seconds: number;
  /** Nothing is answered for two seconds once a minute: on the beat, or at random moments. */
  readonly stalls: 'none' | 'on the beat' | 'at random';
}

export const STALL_SECONDS = 2;
export const STALL_EVERY_SECONDS = 60;
/** Latency without a stall, of which the logarithms above are multiples. */
export const MEDIAN_SECONDS = 0.1;

export const logNormal = (sigma: number): Tail => ({
  name: `log-normal, sigma ${sigma}`,
  above: (log) => normalAbove(log / sigma),
  bucket: sigma / 15,
});

export const pareto = (alpha: number): Tail => {
  const least = -Math.LN2 / alpha;
  return {
    name: `Pareto, alpha ${alpha}`,
    above: (log) => Math.min(1, Math.exp(-alpha * (log - least))),
    bucket: 1 / alpha / 12,
  };
};

/** The latency that a share of all requests is under, over all levels and stalls: a logarithm. */
export function trueQuantile(world: World, share: number): number {
  let low = -5;
  let high = 10;
  for (let halving = 0; halving < 50; halving += 1) {
    const middle = (low + high) / 2;
    if (shareAbove(world, middle) > 1 - share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Integrated over the stationary distribution of the level, and over the moments of a stall. */
function shareAbove({ spread, tail, stalls }: World, log: number): number {
  const steps = spread === 0 ? 0 : 60;
  const stalled = stalls === 'none' ? 0 : STALL_SECONDS / STALL_EVERY_SECONDS;
  let sum = 0;
  let weights = 0;
  for (let step = -steps; step <= steps; step += 1) {
    const z = steps === 0 ? 0 : (6 * step) / steps;
    const weight = Math.exp((-z * z) / 2);
    const level = spread * z;
    sum += weight * (1 - stalled) * tail.above(log - level);
    if (stalled > 0) sum += weight * stalled * shareAboveInStall(tail, log, level);
    weights += weight;
  }
  return sum / weights;
}

function shareAboveInStall(tail: Tail, log: number, level: number): number {
  const moments = 200;
  let sum = 0;
  for (let moment = 0; moment < moments; moment += 1) {
    const waits = (STALL_SECONDS * (moment + 0.5)) / moments;
    const left = MEDIAN_SECONDS * Math.exp(log) - waits;
    sum += left <= 0 ? 1 : tail.above(Math.log(left / MEDIAN_SECONDS) - level);
  }
  return sum / moments;
}

/** Complementary error function (Press et al., "Numerical Recipes", 6.2): within 1.2e-7, relative. */
function normalAbove(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const coefficients = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418,
    0.37409196, 1.00002368, -1.26551223,
  ];
  const polynomial = coefficients.reduce((sum, coefficient) => sum * t + coefficient, 0);
  const above = (t * Math.exp(-x * x + polynomial)) / 2;
  return z >= 0 ? above : 1 - above;
}
