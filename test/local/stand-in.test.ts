import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { afterAll, expect, test } from 'vitest';
import { startStandIn } from '../../src/local/stand-in.ts';
import { type TruthEvent, truthEventSchema } from '../../src/record/truth-events.ts';
import { standInSchema } from '../../src/scenario/stand-in-config.ts';
import { IDENTITY } from '../simulation/virtual.ts';
import { predict, start, until } from './running.ts';

const directory = mkdtempSync(join(tmpdir(), 'stand-in-'));
afterAll(() => rmSync(directory, { recursive: true }));
const options = { system: 'wine', config: standInSchema.parse({}), ...IDENTITY, port: 0 };

test('under load it scales out and, left alone, back in; the truth file tells when', async () => {
  const truthFile = join(directory, 'truth.ndjson');
  // A period of 100 ms: three breaches and a delay are 0.4 s, fifteen calm ones 1.5 s.
  const standIn = await start(
    {
      timeCompression: 600,
      policy: { targetPerMinute: 600 },
      instance: { provisioningSeconds: 120, serviceTimeMs: 1 },
    },
    { truthFile },
  );
  const client = new SageMakerClient({
    endpoint: standIn.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const inService = async () => {
    const answer = await client.send(new DescribeEndpointCommand({ EndpointName: 'wine' }));
    return answer.ProductionVariants![0]!.CurrentInstanceCount!;
  };
  const begunMs = Date.now();
  await until(async () => {
    await Promise.all(Array.from({ length: 10 }, () => predict(standIn)));
    return (await inService()) >= 2 || undefined;
  });
  await until(async () => (await inService()) === 1 || undefined);
  const endedMs = Date.now();

  const truth: TruthEvent[] = readFileSync(truthFile, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => truthEventSchema.parse(JSON.parse(line)));
  const at = (type: TruthEvent['type'], detail = /./) =>
    truth.find((event) => event.type === type && detail.test(event.detail))!.atMs;
  const order = [
    at('metric-breach'),
    at('alarm', /High.*-> ALARM/),
    at('activity', /^InProgress/),
    at('desired-changed'),
    at('provisioning-started'),
    at('in-service'),
    at('activity', /^Successful/),
    at('instance-stopped'),
  ];
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order[0]).toBeGreaterThanOrEqual(begunMs);
  expect(order.at(-1)).toBeLessThanOrEqual(endedMs);
  expect(at('alarm', /High.*-> ALARM/) - at('metric-breach')).toBeGreaterThanOrEqual(299);
  expect(at('in-service') - at('desired-changed')).toBeCloseTo(200, 0);
});

test('a port that is taken is one sentence with the next step', async () => {
  const first = await start();
  await expect(startStandIn({ ...options, port: first.port })).rejects.toThrow(
    `Port ${first.port} on 127.0.0.1 is in use; choose another, or 0 for any free port.`,
  );
});

test('a system that it cannot stand in for is named, with those it can', async () => {
  await expect(startStandIn({ ...options, system: 'tulip' })).rejects.toThrow(
    /system "tulip", only wine, iris, car/,
  );
});

test('a truth file that cannot be written is named before anything starts', async () => {
  const truthFile = join(directory, 'missing', 'truth.ndjson');
  await expect(startStandIn({ ...options, truthFile })).rejects.toThrow(truthFile);
});

test.each([
  { policy: { minCapacity: 0 }, problem: /minCapacity is 0/ },
  { policy: { minCapacity: 5, maxCapacity: 2 }, problem: /minCapacity \(5\) is above/ },
])('a policy of $policy is refused', async ({ policy, problem }) => {
  const config = standInSchema.parse({ policy });
  await expect(startStandIn({ ...options, config })).rejects.toThrow(problem);
});

test.each([
  { settings: { minInstances: 3, maxInstances: 2 }, problem: /minInstances \(3\) is above/ },
  {
    settings: { initialCopies: 5, copiesPerInstance: 2, maxInstances: 2 },
    problem: /initialCopies \(5\) is above .* \(2 x 2 = 4\)/,
  },
  { settings: {}, more: { serverless: { maxConcurrency: 5 } }, problem: /with serverless; remove/ },
  {
    settings: {},
    more: { pools: [{ instanceType: 'ml.m5.large', priority: 1 }] },
    problem: /with pools/,
  },
  {
    settings: {},
    more: { faults: { capacityShortageSeconds: 60 } },
    problem: /with faults.capacityShortageSeconds/,
  },
])('a component that contradicts is refused: $problem', async ({ settings, more, problem }) => {
  const config = standInSchema.parse({ component: { name: 'c', ...settings }, ...more });
  await expect(startStandIn({ ...options, config })).rejects.toThrow(problem);
});

test('more provisioned than reserved concurrency is refused', async () => {
  const lambda = { reservedConcurrency: 2, provisionedConcurrency: 3 };
  const config = standInSchema.parse({ lambda });
  await expect(startStandIn({ ...options, config })).rejects.toThrow(/\(3\) is above/);
});

test('closing ends open connections and requests in flight, frees the port, and may be repeated', async () => {
  const slow = await start({ instance: { serviceTimeMs: 60_000 } });
  const pending = predict(slow);
  const failed = expect(pending).rejects.toThrow();
  await until(async () => (await fetch(slow.url, { method: 'POST' })).status || undefined);
  await Promise.all([slow.close(), slow.close()]);
  await slow.close();
  await failed;
  const again = await startStandIn({ ...options, port: slow.port });
  expect(again.url).toBe(`http://127.0.0.1:${slow.port}`);
  await again.close();
});
