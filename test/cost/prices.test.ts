import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PricingClient } from '@aws-sdk/client-pricing';
import { afterAll, describe, expect, test } from 'vitest';
import { fetchInstancePrice, onlyPrice } from '../../src/cost/live-prices.ts';
import { parsePrice, priceTable } from '../../src/cost/prices.ts';
import { UserError } from '../../src/input/user-error.ts';
import { isPriceKey } from '../../src/scenario/price-keys.ts';

describe('--price', () => {
  test.each([
    ['ml.m5.xlarge=0.23', ['ml.m5.xlarge', 0.23]],
    ['ml.g5.12xlarge=0', ['ml.g5.12xlarge', 0]],
    ['lambda-gb-seconds=0.0000133334', ['lambda-gb-seconds', 0.0000133334]],
  ] as const)('%s is read', (text, expected) => {
    expect(parsePrice(text)).toEqual(expected);
  });

  test.each([
    ['ml.m5.xlarge', /expected KEY=USD/],
    ['ml.m5.xlarge=', /expected KEY=USD/],
    ['ml.m5.xlarge=cheap', /expected KEY=USD/],
    ['ml.m5.xlarge=-1', /a price from 0 to 1000000/],
    ['ml.m5.xlarge=1=2', /expected KEY=USD/],
    ['m5.xlarge=0.2', /unknown key "m5\.xlarge"; expected an instance type such as ml\.m5\.xlarge/],
    ['toString=1', /unknown key/],
  ])('%s is refused', (text, message) => {
    expect(() => parsePrice(text)).toThrow(UserError);
    expect(() => parsePrice(text)).toThrow(message);
  });

  test('overrides the table, which applies otherwise', () => {
    const prices = priceTable({ 'ml.m5.xlarge': 0.3 });
    expect(prices.get('ml.m5.xlarge')).toEqual({ usd: 0.3, source: 'your price' });
    expect(prices.get('ml.m5.large')?.usd).toBe(0.115);
    expect(prices.get('ml.m5.large')?.source).toMatch(/us-east-1/);
    for (const key of prices.keys()) expect(isPriceKey(key)).toBe(true);
  });
});

function product(usagetype: string, ...usd: string[]): string {
  const priceDimensions = Object.fromEntries(
    usd.map((USD, index) => [`rate-${index}`, { unit: 'Hrs', pricePerUnit: { USD } }]),
  );
  return JSON.stringify({
    product: { attributes: { usagetype } },
    terms: { OnDemand: { offer: { priceDimensions } } },
  });
}

describe('of the products in the price list', () => {
  test.each([
    ['the one for hosting counts', [product('Host:ml.m5.xlarge', '0.23')], 0.23],
    [
      "a Region's abbreviation may stand before",
      [product('EUW1-Host:ml.m5.xlarge', '0.257')],
      0.257,
    ],
    [
      'training, and types whose name only ends alike, do not count',
      [
        product('Host:ml.m5.xlarge', '0.23'),
        product('Train:ml.m5.xlarge', '0.3'),
        product('AsyncInf-NotHost:ml.m5.xlarge', '0.4'),
        product('Host:ml.m5.2xlarge', '0.46'),
      ],
      0.23,
    ],
    [
      'two of the same price are one',
      [product('Host:ml.m5.xlarge', '0.23'), product('USE1-Host:ml.m5.xlarge', '0.2300')],
      0.23,
    ],
  ])('%s', (_, products, usd) => {
    expect(onlyPrice(products, 'ml.m5.xlarge', 'us-east-1')).toBe(usd);
  });

  test('rejects and names several different prices', () => {
    const products = [product('Host:ml.m5.xlarge', '0.23', '0.25')];
    expect(() => onlyPrice(products, 'ml.m5.xlarge', 'us-east-1')).toThrow(
      /2 different prices for ml\.m5\.xlarge in us-east-1 \(0\.23, 0\.25\).*--price/,
    );
  });

  test('a missing price is not 0', () => {
    expect(() => onlyPrice([], 'ml.m5.xlarge', 'us-east-1')).toThrow(/no hosting price/);
    expect(() => onlyPrice(['{"product":{}}'], 'ml.m5.xlarge', 'us-east-1')).toThrow(/no hosting/);
  });
});

const asked: { target: unknown; body: { ServiceCode: string; NextToken?: string } }[] = [];
const server = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const body = JSON.parse(text);
  asked.push({ target: request.headers['x-amz-target'], body });
  const page = body.NextToken
    ? { PriceList: [product('EU-Host:ml.m5.xlarge', '0.27')] }
    : { PriceList: [product('EU-Train:ml.m5.xlarge', '0.3')], NextToken: 'more' };
  response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify(page));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => server.close());

test("the SDK's own client asks for hosting in a Region, page by page", async () => {
  const client = new PricingClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const price = await fetchInstancePrice(client, 'ml.m5.xlarge', 'eu-west-1');
  client.destroy();
  expect(price).toEqual({ usd: 0.27, source: 'AWS price list, eu-west-1' });
  expect(asked.map(({ target }) => target)).toEqual(
    Array(2).fill('AWSPriceListService.GetProducts'),
  );
  expect(asked[0]?.body).toMatchObject({
    ServiceCode: 'AmazonSageMaker',
    Filters: [
      { Field: 'regionCode', Value: 'eu-west-1' },
      { Field: 'instanceName', Value: 'ml.m5.xlarge' },
    ],
  });
});
