/** What the cost of an endpoint depends on, from what AWS says of it. */
import type { EndpointFacts } from './cost-facts.ts';

export interface SeenEndpoint {
  readonly serverless: { readonly memoryMb: number } | null;
  readonly instanceType: string | null;
  /** In service now; null when not told. */
  readonly instances: number | null;
  /** Of the scalable target; null when the variant is not registered. */
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
  // What is in service beyond the maximum stays until something scales it in.
  return {
    kind: 'instances',
    instanceType,
    count: { low, high: Math.max(low, capacity?.max ?? 0) },
  };
}
