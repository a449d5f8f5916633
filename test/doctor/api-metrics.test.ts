import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { clientConfiguration } from '../../src/aws/client-configuration.ts';
import { type ApiMetrics, apiItems, fetchApiMetrics } from '../../src/doctor/api-metrics.ts';
import { start } from '../local/running.ts';
import { scenarioAt } from './scenarios.ts';

const WATCHED = 'scaleproof.watch.api={ name: wine-api, stage: dev }';

async function itemOf(api: ApiMetrics, hasJustStarted = false) {
  const scenario = await scenarioAt('http://127.0.0.1:9', WATCHED);
  return apiItems(scenario, { ok: true, value: api }, hasJustStarted)[0]!;
}

test.each<[string, ApiMetrics, boolean, string, string | null]>([
  ['had requests', { published: true, others: [] }, false, 'ok', null],
  ['can have had none yet', { published: false, others: [] }, true, 'ok', null],
  [
    'had none',
    { published: false, others: [] },
    false,
    'warning',
    'Check watch.api and watch.region',
  ],
  [
    'has another name',
    { published: false, others: ['wine_api, dev'] },
    false,
    'warning',
    'did you mean "wine_api, dev"?',
  ],
  [
    'is none of those that there are',
    { published: false, others: ['orders, prod'] },
    false,
    'warning',
    'there is "orders, prod"',
  ],
])('an API that %s', async (_, api, hasJustStarted, status, next) => {
  const item = await itemOf(api, hasJustStarted);
  expect(item.status).toBe(status);
  expect(item.message).toContain('"wine-api", stage "dev"');
  if (next === null) expect(item.next).toBeNull();
  else expect(item.next).toContain(next);
});

test('is looked for in CloudWatch by the dimensions that the collector reads', async () => {
  const standIn = await start({});
  const scenario = await scenarioAt(standIn.url);
  const client = new CloudWatchClient(clientConfiguration(scenario.watch));
  const right = { name: 'wine', stage: 'DummyStage' };
  expect(await fetchApiMetrics(client, right)).toEqual({ published: true, others: [] });
  const others = ['wine, DummyStage'];
  expect(await fetchApiMetrics(client, { ...right, stage: 'prod' })).toEqual({
    published: false,
    others,
  });
  client.destroy();
});
