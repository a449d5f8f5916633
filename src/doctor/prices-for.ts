/** Prices of an estimate: the built-in table, user overrides and, with --live-prices, AWS's own. */
import type { PricingClient } from '@aws-sdk/client-pricing';
import { toFailure } from '../collector/failure.ts';
import type { EndpointFacts } from '../cost/cost-facts.ts';
import { fetchInstancePrice } from '../cost/live-prices.ts';
import { PRICES_REGION, type PriceTable } from '../cost/prices.ts';
import { dollarsEach } from '../format/numbers.js';
import type { ResolvedScenario, WatchedScenario } from '../scenario/schema.ts';
import { type Item, ok, warning } from './item.ts';

const SUBJECT = { id: 'prices', group: 'Quotas and prices', title: 'Prices' } as const;

export interface PriceSources {
  readonly scenario: ResolvedScenario;
  readonly prices: PriceTable;
  /** Whether to fetch the price of the instance type from AWS. */
  readonly livePrices: boolean;
}

export async function pricesFor(
  endpoint: EndpointFacts,
  { scenario, prices, livePrices }: PriceSources & { readonly scenario: WatchedScenario },
  client: PricingClient,
): Promise<{ prices: PriceTable; items: Item[] }> {
  const { region } = scenario.watch;
  const type = endpoint.kind === 'instances' ? endpoint.instanceType : null;
  if (scenario.standIn !== null || type === null) return { prices, items: [] };
  if (!livePrices) {
    const message = `Prices are for ${PRICES_REGION}, but the endpoint is in ${region}.`;
    const next = 'Add --live-prices, or --price KEY=USD.';
    return { prices, items: region === PRICES_REGION ? [] : [warning(SUBJECT, message, next)] };
  }
  try {
    const price = await fetchInstancePrice(client, type, region);
    const item = ok(SUBJECT, `${type} is ${dollarsEach(price.usd)} an hour (${price.source}).`);
    return { prices: new Map([...prices, [type, price]]), items: [item] };
  } catch (cause) {
    const { message } = toFailure(cause);
    const next = `Add --price ${type}=USD, or grant pricing:GetProducts.`;
    return { prices, items: [warning(SUBJECT, `No live price: ${message}`, next)] };
  }
}
