/** Reads from AWS what an endpoint runs on and how far it can scale, to estimate its cost. */
import type { AwsClients } from '../collector/clients.ts';
import { fetchEndpoint, fetchEndpointConfig } from '../collector/endpoint.ts';
import { fetchScalableTarget } from '../collector/scaling.ts';
import type { Watch } from '../scenario/schema.ts';
import type { EndpointFacts } from './cost-facts.ts';
import { endpointFactsOf } from './endpoint-facts.ts';

/** @throws an SDK error: without these facts the cost is unknown, and the caller says so */
export async function fetchEndpointFacts(
  { sageMaker, autoScaling }: AwsClients,
  watch: Watch,
  nowMs: number,
): Promise<EndpointFacts> {
  const [endpoint, config, target] = await Promise.all([
    fetchEndpoint(sageMaker, watch, nowMs),
    fetchEndpointConfig(sageMaker, watch, nowMs),
    fetchScalableTarget(autoScaling, watch, nowMs),
  ]);
  return endpointFactsOf({
    serverless: endpoint.serverless ?? null,
    instanceType: config.instanceType ?? null,
    instances: endpoint.currentInstanceCount ?? null,
    capacity: target && { min: target.minCapacity, max: target.maxCapacity },
  });
}
