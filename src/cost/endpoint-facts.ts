/** Derives what an endpoint's cost depends on from what AWS reports about it. */
import type { EndpointFacts } from './cost-facts.ts';

export interface SeenEndpoint {
  readonly serverless: { readonly memoryMb: number } | null;
  readonly instanceType: string | null;
  /** In service now; null when unknown. */
  readonly instances: number | null;
  /** The scalable target's; null when the variant is not registered. */
  readonly capacity: { readonly min: number; readonly max: number } | null;
}

export function endpointFactsOf({
  serverless,
  instanceType,
  instances,
  capacity,
}: SeenEndpoint): EndpointFacts {
  if (serverless) return { kind: 'serverless', memoryMb: serverless.memoryMb };
  const low = instances ?? capacity?.min ?? null;
  if (low === null) return { kind: 'unknown' };
  // Instances in service beyond the maximum stay until something scales them in.
  return {
    kind: 'instances',
    instanceType,
    count: { low, high: Math.max(low, capacity?.max ?? 0) },
  };
}
