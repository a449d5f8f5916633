/** Seeded chance: the same seed gives the same service times and routes, request by request. */
import { randomLcg, randomLogNormal } from 'd3-random';
import type { Chance } from './fleet.ts';

/**
 * Service times are log-normal, the usual shape of response times: bounded below, long to the
 * right. A log-normal of median m has mu = ln m; sigma 0 gives m every time.
 */
export function seededChance(
  seed: number,
  serviceTime: { readonly medianMs: number; readonly sigma: number },
): Chance {
  // A stream each, so that another routing policy or a fault does not change the service times.
  const uniform = warmed(randomLcg(seed));
  const forService = warmed(randomLcg(seed + 0x9e3779b9));
  const fault = warmed(randomLcg(seed + 2 * 0x9e3779b9));
  const { medianMs, sigma } = serviceTime;
  if (sigma === 0) return { uniform, fault, serviceMs: () => medianMs };
  return {
    uniform,
    fault,
    serviceMs: randomLogNormal.source(forService)(Math.log(medianMs), sigma),
  };
}

/** Chance in [0, 1) that is nobody else's: what an API does must not move what instances do. */
export function seededUniform(seed: number): () => number {
  return warmed(randomLcg(seed + 3 * 0x9e3779b9));
}

/** Neighbouring seeds start with neighbouring values; a few steps drive them apart. */
function warmed(source: () => number): () => number {
  for (let i = 0; i < 16; i++) source();
  return source;
}
