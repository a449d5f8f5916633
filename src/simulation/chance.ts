/** Seeded randomness: the same seed gives the same service times and routing, request by request. */
import { randomLcg, randomLogNormal } from 'd3-random';
import type { Chance } from './fleet-effects.ts';

/**
 * Service times are log-normal, the usual shape of response times: bounded below, with a long right
 * tail. A log-normal with median m has mu = ln m; sigma 0 always gives m.
 */
export function seededChance(
  seed: number,
  serviceTime: { readonly medianMs: number; readonly sigma: number },
): Chance {
  // Separate streams, so that a different routing policy or a fault does not change service times.
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

/** A separate stream in [0, 1): the APIs' faults must not change what the instances do. */
export function seededUniform(seed: number): () => number {
  return warmed(randomLcg(seed + 3 * 0x9e3779b9));
}

/** Neighbouring seeds start with neighbouring values; a few steps drive them apart. */
function warmed(source: () => number): () => number {
  for (let i = 0; i < 16; i++) source();
  return source;
}
