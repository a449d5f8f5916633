/** What a run would cost, as far as AWS and the prices tell before it begins. */
import { createClients } from '../collector/clients.ts';
import { ClockOffset } from '../collector/clock-offset.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { costFactsOf } from './cost-facts.ts';
import { type CostEstimate, estimateCost } from './estimate.ts';
import { fetchEndpointFacts } from './fetch-endpoint-facts.ts';
import { priceTable } from './prices.ts';

/** An endpoint that cannot be read makes an estimate with rows of unknown cost; nothing is thrown. */
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
