/** Estimates what a run will cost, from the scenario, the prices and what AWS reports beforehand. */
import { type AwsClients, createClients } from '../collector/clients.ts';
import { ClockOffset } from '../collector/clock-offset.ts';
import { fetchEndpoint } from '../collector/endpoint.ts';
import { fetchEndpointConfig } from '../collector/endpoint-config.ts';
import { fetchScalableTarget } from '../collector/scaling.ts';
import { type ResolvedScenario, type Watch, watchesAws } from '../scenario/schema.ts';
import { costFactsOf, type EndpointFacts } from './cost-facts.ts';
import { billedOf, endpointFactsOf } from './endpoint-facts.ts';
import { type CostEstimate, costOfAttempts, estimateCost } from './estimate.ts';
import { priceTable } from './prices.ts';

/**
 * Never throws: if the endpoint cannot be read, the estimate has rows of unknown cost.
 *
 * @param attempts at most so many; see `--retries`
 */
export async function costBeforeRun(
  scenario: ResolvedScenario,
  attempts: number,
): Promise<CostEstimate> {
  const prices = priceTable(scenario.prices);
  if (!watchesAws(scenario))
    return costOfAttempts(estimateCost(costFactsOf(scenario), prices), attempts);
  const clients = createClients(scenario.watch, new ClockOffset(), Date.now);
  try {
    const endpoint = await fetchEndpointFacts(clients, scenario.watch, Date.now()).catch(
      () => null,
    );
    const facts = costFactsOf(scenario, endpoint === null ? {} : { endpoint });
    return costOfAttempts(estimateCost(facts, prices), attempts);
  } finally {
    clients.destroy();
  }
}

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
    ...billedOf(config, target, watch),
  });
}
