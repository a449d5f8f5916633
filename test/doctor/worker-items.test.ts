import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { describe, expect, test } from 'vitest';
import { costFactsOf } from '../../src/cost/cost-facts.ts';
import { priceTable } from '../../src/cost/prices.ts';
import { loadItems } from '../../src/doctor/load-items.ts';
import { machineItems } from '../../src/doctor/machine-items.ts';
import { costOf, loadOfWorkers, quotaOf, workerItems } from '../../src/doctor/worker-items.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import { scaleproofHere } from '../cli/in-process.ts';

const scenario = await resolveScenario({
  scenario: 'wine',
  environment: 'smoke',
  set: ['target=https://api.example.com', 'scaleproof.watch=none'],
  peakRps: 50_000,
  engine: 'k6',
  env: {},
});

test('workers have items of their own, in the groups of what they are about', async () => {
  const load = loadOfWorkers(scenario, 'k6-operator');
  const items = await workerItems(scenario, load, 'us-east-1');
  expect(items.map(({ id, group }) => [id, group])).toEqual([
    ['workers', 'Load'],
    ['worker-connections', 'Load'],
    ['nat-connections', 'Quotas and prices'],
  ]);
  expect(await workerItems(scenario, null, 'us-east-1')).toEqual([]);
});

test('what this machine could open says nothing of workers elsewhere', () => {
  expect(loadItems(scenario, null, true).map(({ id }) => id)).not.toContain('connections');
  const facts = { versions: {}, k6: { absent: 'no k6' }, engine: 'k6', openFiles: 10 } as const;
  const machine = { ...facts, maxConnections: 4_096 };
  expect(machineItems(machine, 'k6-operator').map(({ id }) => id)).toEqual([
    'versions',
    'artillery',
  ]);
  expect(machineItems(machine, 'processes').map(({ id }) => id)).toContain('k6');
});

test('the estimate is of the target and of the workers', () => {
  const load = loadOfWorkers({ ...scenario, engine: 'artillery' }, 'fargate', 20);
  const rows = costOf(scenario, load, costFactsOf(scenario), priceTable()).rows;
  expect(rows.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['Target', 'Fargate vCPUs', 'Fargate memory', 'S3']),
  );
});

describe("a quota is the account's own", () => {
  async function asked(quota: 'fargateVcpus' | 'lambdaConcurrency', Quotas: object[]) {
    const requests: unknown[] = [];
    const server = createServer(async (request, response) => {
      requests.push(await json(request));
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify({ Quotas }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = new ServiceQuotasClient({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const value = await quotaOf(client, quota);
    client.destroy();
    server.close();
    return { value, requests };
  }

  test.each([
    ['fargateVcpus', 'fargate', 'Fargate On-Demand vCPU resource count'],
    ['lambdaConcurrency', 'lambda', 'Concurrent executions'],
  ] as const)('%s', async (quota, ServiceCode, QuotaName) => {
    const { value, requests } = await asked(quota, [{ QuotaName, Value: 4_000 }]);
    expect(value).toBe(4_000);
    expect(requests).toEqual([expect.objectContaining({ ServiceCode })]);
  });

  test('or unknown', async () => {
    expect((await asked('fargateVcpus', [])).value).toBeNull();
  });
});

test('doctor shows them with --on', async () => {
  const { code, stdout } = await scaleproofHere(
    ...['doctor', 'wine', '--env', 'smoke', '--set', 'target=http://127.0.0.1:9'],
    ...['--set', 'scaleproof.watch=none', '--on', 'processes', '--rate', '60', '--workers', '3'],
  );
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'ok Workers 3 processes on this machine, up to 20 requests/s each, as --workers says.',
  );
  // Nothing listens there.
  expect(code).toBe(1);
});

test.each([
  [['--workers', '3'], '--workers is a number of workers elsewhere; add --on, or leave it out.'],
  [['--on', 'fargate'], 'starts a stand-in on this machine, which workers elsewhere cannot reach'],
  [['--on', 'lambda', '--engine', 'k6'], '--on lambda runs artillery, not k6'],
])('%j is refused', async (flags, message) => {
  const { code, stderr } = await scaleproofHere('doctor', 'wine', ...flags);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});
