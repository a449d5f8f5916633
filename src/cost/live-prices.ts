/** Looks up the hourly hosting price of an instance type in the AWS price list. */
import { GetProductsCommand, type PricingClient } from '@aws-sdk/client-pricing';
import { z } from 'zod';

export interface LivePrice {
  readonly usd: number;
  readonly source: string;
}

/** The parts of a product that are read; AWS returns each product as JSON in a string. */
const productSchema = z.object({
  product: z.object({ attributes: z.object({ usagetype: z.string() }) }),
  terms: z.object({
    OnDemand: z
      .record(
        z.string(),
        z.object({
          priceDimensions: z.record(
            z.string(),
            z.object({ unit: z.string(), pricePerUnit: z.object({ USD: z.string() }) }),
          ),
        }),
      )
      .optional(),
  }),
});

const MAX_PAGES = 10;

/**
 * @throws an SDK error; Error with a sentence when no price matches, or several different ones do: a
 *   guessed price is worse than none
 */
export async function fetchInstancePrice(
  client: PricingClient,
  instanceType: string,
  region: string,
): Promise<LivePrice> {
  const usd = onlyPrice(await fetchProducts(client, instanceType, region), instanceType, region);
  return { usd, source: `AWS price list, ${region}` };
}

/** @param products as AWS returns them, each as JSON text */
export function onlyPrice(
  products: readonly string[],
  instanceType: string,
  region: string,
): number {
  const prices = new Set(products.flatMap((text) => hourlyPrices(text, instanceType)));
  const [price, ...others] = prices;
  if (price === undefined) {
    throw new Error(
      `The AWS price list has no hosting price for ${instanceType} in ${region}; add --price ${instanceType}=USD.`,
    );
  }
  if (others.length > 0) {
    throw new Error(
      `The AWS price list has ${prices.size} different prices for ${instanceType} in ${region} (${[...prices].join(', ')}); choose one with --price ${instanceType}=USD.`,
    );
  }
  return price;
}

/** Usage types read `Host:ml.X`, in most Regions with a prefix: `USE2-Host:ml.X`. */
function hourlyPrices(text: string, instanceType: string): number[] {
  const parsed = productSchema.safeParse(JSON.parse(text));
  if (!parsed.success) return [];
  const { usagetype } = parsed.data.product.attributes;
  const hosting = `Host:${instanceType}`;
  if (usagetype !== hosting && !usagetype.endsWith(`-${hosting}`)) return [];
  return Object.values(parsed.data.terms.OnDemand ?? {})
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .map(({ pricePerUnit }) => Number(pricePerUnit.USD))
    .filter((usd) => Number.isFinite(usd));
}

async function fetchProducts(
  client: PricingClient,
  instanceType: string,
  region: string,
): Promise<string[]> {
  const products: string[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await client.send(
      new GetProductsCommand({
        ServiceCode: 'AmazonSageMaker',
        Filters: [
          { Type: 'TERM_MATCH', Field: 'regionCode', Value: region },
          { Type: 'TERM_MATCH', Field: 'instanceName', Value: instanceType },
        ],
        ...(nextToken ? { NextToken: nextToken } : {}),
      }),
    );
    products.push(...(answer.PriceList ?? []).map(String));
    nextToken = answer.NextToken;
    if (!nextToken) break;
  }
  return products;
}
