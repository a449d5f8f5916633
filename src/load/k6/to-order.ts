/** A scenario as the k6 script reads it. */
import type { ResolvedScenario } from '../../scenario/schema.ts';
import { type K6Order, preAllocatedVUs } from './order.ts';

export function toOrder({
  system,
  target,
  address,
  dataset,
  headersFromEnvironment,
  replay,
  phases,
}: ResolvedScenario): K6Order {
  const { seed, timeoutMs, maxConnections: maxVUs } = replay;
  return {
    system,
    origin: new URL(target).origin,
    address,
    datasetFile: dataset,
    headersFromEnvironment,
    seed,
    timeoutMs,
    phases,
    preAllocatedVUs: preAllocatedVUs(phases, maxVUs),
    maxVUs,
    marks: true,
  };
}
