/** Estimates what a run will cost, from the scenario, the prices and what AWS reports beforehand. */
import { createClients } from '../collector/clients.ts';
import { ClockOffset } from '../collector/clock-offset.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { costFactsOf } from './cost-facts.ts';
import { type CostEstimate, estimateCost } from './estimate.ts';
import { fetchEndpointFacts } from './fetch-endpoint-facts.ts';
import { priceTable } from './prices.ts';

/** Never throws: if the endpoint cannot be read, the estimate has rows of unknown cost. */
export async function costBeforeRun(scenario: ResolvedScenario): Promise<CostEstimate> {
  const clients = createClients(scenario.watch, new ClockOffset(), Date.now);
  try {
    const endpoint = await fetchEndpointFacts(clients, scenario.watch, Date.now()).catch(
      () => null,
    );
    const facts = costFactsOf(scenario, endpoint === null ? {} : { endpoint });
    return estimateCost(facts, priceTable(scenario.prices));
  } finally {
    clients.destroy();
  }
}
