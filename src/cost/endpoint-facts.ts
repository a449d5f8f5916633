/** Derives what an endpoint's cost depends on from what AWS reports about it. */
import type { AwsEventOf, EndpointConfigObservation } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';
import type { EndpointFacts } from './cost-facts.ts';

export interface SeenEndpoint {
  readonly serverless: { readonly memoryMb: number } | null;
  readonly instanceType: string | null;
  /** In service now; null when unknown. */
  readonly instances: number | null;
  /** The scalable target's; null when the variant is not registered. */
  readonly capacity: { readonly min: number; readonly max: number } | null;
  /** Instance types of a variant of pools, in order of priority. */
  readonly pools?: readonly string[];
  readonly enhanced?: boolean;
}

/** Copies of a component are not charged, but the instances that hold them are, between limits of their own. */
export function billedOf(
  config: EndpointConfigObservation | undefined,
  target: AwsEventOf<'scalable-target'> | null,
  { inferenceComponent }: Pick<Watch, 'inferenceComponent'>,
): Pick<SeenEndpoint, 'capacity' | 'pools' | 'enhanced'> {
  const { enabled, minInstanceCount, maxInstanceCount } = config?.managedInstanceScaling ?? {};
  const managed = enabled && maxInstanceCount !== undefined;
  const isOfInstances = target !== null && inferenceComponent === undefined;
  const ofTarget = isOfInstances ? { min: target.minCapacity, max: target.maxCapacity } : null;
  return {
    capacity: managed ? { min: minInstanceCount ?? 0, max: maxInstanceCount } : ofTarget,
    ...(config?.pools ? { pools: config.pools.map(({ instanceType }) => instanceType) } : {}),
    ...(config?.metrics?.enhanced ? { enhanced: true } : {}),
  };
}

export function endpointFactsOf({
  serverless,
  instanceType,
  instances,
  capacity,
  pools,
  enhanced,
}: SeenEndpoint): EndpointFacts {
  if (serverless) return { kind: 'serverless', memoryMb: serverless.memoryMb };
  const low = instances ?? capacity?.min ?? null;
  if (low === null) return { kind: 'unknown' };
  // Instances in service beyond the maximum stay until something scales them in.
  return {
    kind: 'instances',
    instanceType,
    count: { low, high: Math.max(low, capacity?.max ?? 0) },
    ...(pools ? { pools } : {}),
    ...(enhanced ? { enhanced } : {}),
  };
}
