import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { afterAll, describe, expect, test } from 'vitest';
import { createClients } from '../../src/collector/clients.ts';
import { ClockOffset } from '../../src/collector/clock-offset.ts';
import { fetchEndpointFacts } from '../../src/cost/cost-before-run.ts';
import { priceTable } from '../../src/cost/prices.ts';
import { fetchQuota } from '../../src/doctor/aws-answers.ts';
import { createDoctorClients } from '../../src/doctor/aws-clients.ts';
import { pricesFor } from '../../src/doctor/prices-for.ts';
import { tryInvoking } from '../../src/doctor/probe-calls.ts';
import { start } from '../local/running.ts';
import { scenarioAt } from './scenarios.ts';

const servers: ReturnType<typeof createServer>[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** AWS's side of one call, answered by the test. */
async function serve(
  answer: (request: IncomingMessage, body: string) => { status?: number; body: object },
): Promise<string> {
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { status = 200, body } = answer(request, text);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function configurationFor(endpoint: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { region: 'us-east-1', endpoint, credentials };
}

test('checks a function with a dry run of its version, which runs nothing', async () => {
  const seen: unknown[] = [];
  const url = await serve(({ url: path, headers }) => {
    seen.push([path, headers['x-amz-invocation-type']]);
    return { status: 204, body: {} };
  });
  const client = new LambdaClient(configurationFor(url));
  await tryInvoking(client, 'dogs:live');
  client.destroy();
  expect(seen).toEqual([[expect.stringContaining('/functions/dogs%3Alive/invocations'), 'DryRun']]);
});

describe('a quota', () => {
  const pages = new Map([
    [
      undefined,
      { Quotas: [{ QuotaName: 'ml.m5.large for training', Value: 9 }], NextToken: 'two' },
    ],
    ['two', { Quotas: [{ QuotaName: 'ml.m5.large for endpoint usage', Value: 4 }] }],
  ]);

  test.each([
    ['is found by its name, on whatever page', 'ml.m5.large for endpoint usage', 4, 2],
    ['of no such name is none', 'ml.p5.large for endpoint usage', null, 2],
    ['without a name costs one call', null, null, 1],
  ])('%s', async (_, name, value, calls) => {
    let asked = 0;
    const url = await serve((_request, body) => {
      asked += 1;
      return { body: pages.get(JSON.parse(body).NextToken)! };
    });
    const client = new ServiceQuotasClient(configurationFor(url));
    expect(await fetchQuota(client, 'sagemaker', name)).toBe(value);
    client.destroy();
    expect(asked).toBe(calls);
  });
});

describe('what an endpoint costs by is read from AWS', () => {
  test.each([
    [
      'instances and their bounds',
      { initialInstances: 2, policy: { minCapacity: 1, maxCapacity: 5 } },
      { kind: 'instances', instanceType: 'ml.m5.xlarge', count: { low: 2, high: 5 } },
    ],
    [
      'the memory of a serverless one',
      { serverless: { maxConcurrency: 5, memoryMb: 4_096 } },
      { kind: 'serverless', memoryMb: 4_096 },
    ],
  ] as const)('%s', async (_, settings, facts) => {
    const { url } = await start(settings);
    const { watch } = await scenarioAt(url);
    const clients = createClients(watch, new ClockOffset(), Date.now);
    expect(await fetchEndpointFacts(clients, watch, Date.now())).toEqual(facts);
    clients.destroy();
  });
});

describe('live prices', () => {
  const endpoint = {
    kind: 'instances',
    instanceType: 'ml.m5.large',
    count: { low: 1, high: 1 },
  } as const;

  async function priced(url: string, livePrices: boolean, ...set: string[]) {
    const scenario = await scenarioAt(url, ...set);
    const clients = createDoctorClients(scenario.watch);
    const options = { scenario, env: {}, now: Date.now, prices: priceTable(), livePrices };
    const { prices, items } = await pricesFor(endpoint, options, clients.pricing);
    clients.destroy();
    return { usd: prices.get('ml.m5.large')?.usd, items };
  }

  const product = JSON.stringify({
    product: { attributes: { usagetype: 'Host:ml.m5.large' } },
    terms: {
      OnDemand: {
        offer: { priceDimensions: { rate: { unit: 'Hrs', pricePerUnit: { USD: '0.13' } } } },
      },
    },
  });

  test('replace the table', async () => {
    const url = await serve(() => ({ body: { PriceList: [product] } }));
    const { usd, items } = await priced(url, true);
    expect(usd).toBe(0.13);
    expect(items).toMatchObject([{ id: 'prices', status: 'ok' }]);
  });

  test.each([
    ['none', { body: { PriceList: [] } }, /no hosting price/],
    [
      'denied',
      { status: 400, body: { __type: 'AccessDeniedException', message: 'no' } },
      /AccessDenied/,
    ],
  ])(
    'that are unavailable (%s) leave the table in place, with a warning',
    async (_, answer, message) => {
      const { usd, items } = await priced(await serve(() => answer), true);
      expect(usd).toBe(0.115);
      expect(items).toMatchObject([
        { id: 'prices', status: 'warning', message: expect.stringMatching(message) },
      ]);
    },
  );

  test('without them, warns of another Region', async () => {
    const url = await serve(() => ({ status: 500, body: {} }));
    expect((await priced(url, false)).items).toEqual([]);
    const { items } = await priced(url, false, 'scaleproof.watch.region=eu-west-1');
    expect(items).toMatchObject([
      {
        status: 'warning',
        message: 'Prices are for us-east-1, but the endpoint is in eu-west-1.',
      },
    ]);
  });
});
