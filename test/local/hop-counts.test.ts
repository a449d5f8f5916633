/** A request is counted at each hop it reaches: what client, API, function and endpoint count agrees. */
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiGateway } from '../../src/simulation/api-gateway.ts';
import { variantDimensions } from '../../src/simulation/identity.ts';
import { LambdaFunction } from '../../src/simulation/lambda-function.ts';
import { IDENTITY, MINUTE, START, virtual } from '../simulation/virtual.ts';
import { allVisible, ROW, SIGNED, start } from './running.ts';

const API = 'AWS/ApiGateway';
const LAMBDA = 'AWS/Lambda';
const SAGEMAKER = 'AWS/SageMaker';

/** Sums since the stand-in began, all periods visible. */
async function counts(url: string, system: string, stage?: string) {
  await allVisible({ url });
  const client = new CloudWatchClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const metric = (Id: string, Namespace: string, MetricName: string, of: object) => {
    const Dimensions = Object.entries(of).map(([Name, Value]) => ({ Name, Value: String(Value) }));
    return {
      Id,
      MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 1, Stat: 'Sum' },
    };
  };
  const api = { ApiName: system, Stage: stage ?? 'none' };
  const lambda = { FunctionName: system };
  const variant = Object.fromEntries(
    variantDimensions(IDENTITY).map(({ Name, Value }) => [Name, Value]),
  );
  const { MetricDataResults } = await client.send(
    new GetMetricDataCommand({
      MetricDataQueries: [
        metric('count', API, 'Count', api),
        metric('refused', API, '4XXError', api),
        metric('failed', API, '5XXError', api),
        metric('invocations', LAMBDA, 'Invocations', lambda),
        metric('throttles', LAMBDA, 'Throttles', lambda),
        metric('endpoint', SAGEMAKER, 'Invocations', variant),
      ],
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 600_000),
    }),
  );
  const sum = (id: string) =>
    MetricDataResults!.find(({ Id }) => Id === id)!.Values!.reduce((a, b) => a + b, 0);
  const [count, refused, failed] = [sum('count'), sum('refused'), sum('failed')];
  const [invocations, throttles, endpoint] = [
    sum('invocations'),
    sum('throttles'),
    sum('endpoint'),
  ];
  return { count, refused, failed, invocations, throttles, endpoint };
}

/** One request at a time would throttle nothing: so many at once, wave after wave. */
async function waves(send: (n: number) => Promise<number>): Promise<number[]> {
  const statuses: number[] = [];
  for (let wave = 0; wave < 5; wave++) {
    const sent = Array.from({ length: 12 }, (_, i) => send(12 * wave + i));
    statuses.push(...(await Promise.all(sent)));
  }
  return statuses;
}

const IRIS = { x1: 5.1, x2: 3.5, x3: 1.4, x4: 0.2 };
const CAR = '/items?EndpointName=wine&FinalPayload=low,low,5more,more,big,high';

describe.each([
  {
    system: 'wine',
    stage: 'DummyStage',
    send: (url: string) =>
      fetch(`${url}/DummyStage/DT`, { method: 'POST', body: JSON.stringify({ body: ROW }) }),
  },
  {
    system: 'iris',
    stage: 'dev',
    send: (url: string) => fetch(`${url}/dev`, { method: 'POST', body: JSON.stringify(IRIS) }),
  },
  { system: 'car', stage: 'dev', send: (url: string) => fetch(url + CAR) },
])('in front of $system', ({ system, stage, send }) => {
  test('both throttles count at their own hop, and the rest goes on to the next', async () => {
    const { url } = await start(
      {
        apiGateway: { rateRps: 0.001, burst: 40 },
        lambda: { reservedConcurrency: 5 },
        instance: { concurrency: 64, serviceTimeMs: 200, serviceTimeSigma: 0 },
      },
      { system },
    );
    const statuses = await waves(async () => {
      const response = await send(url);
      await response.arrayBuffer();
      return response.status;
    });
    const seen = (status: number) => statuses.filter((each) => each === status).length;
    const { count, refused, failed, invocations, throttles, endpoint } = await counts(
      url,
      system,
      stage,
    );
    expect(count).toBe(statuses.length);
    expect(refused).toBe(seen(429));
    // Lambda's refusal is the API's own error: the caller sees no 429 of it.
    expect(failed).toBe(seen(500));
    expect(throttles).toBe(seen(500));
    expect(throttles).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    expect(invocations + throttles).toBe(count - refused);
    expect(endpoint).toBe(invocations);
    expect(seen(200)).toBe(invocations);
  });
});

test('Lambda invoked directly answers its throttles with 429, as many as it counts', async () => {
  const { url } = await start(
    {
      lambda: { reservedConcurrency: 2, provisionedConcurrency: 2 },
      instance: { concurrency: 64, serviceTimeMs: 200, serviceTimeSigma: 0 },
    },
    { system: 'dog-b' },
  );
  const statuses = await waves(async (n) => {
    const response = await fetch(`${url}/2015-03-31/functions/dog-b/invocations`, {
      method: 'POST',
      headers: { authorization: SIGNED },
      body: JSON.stringify({ url: `https://images.example/${n}.jpg` }),
    });
    await response.arrayBuffer();
    return response.status;
  });
  const seen = (status: number) => statuses.filter((each) => each === status).length;
  const { invocations, throttles, endpoint } = await counts(url, 'dog-b');
  expect(throttles).toBe(seen(429));
  expect(throttles).toBeGreaterThan(0);
  expect(invocations).toBe(seen(200));
  expect(endpoint).toBe(invocations);
  expect(invocations + throttles).toBe(statuses.length);
});

test('whatever comes when, in virtual time no hop loses or invents a request', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 4 }),
      (gapsMs, reservedConcurrency, burst, queue) => {
        const { simulation, settings } = virtual({
          apiGateway: { rateRps: 10, burst },
          lambda: { reservedConcurrency, coldStartMs: 50 },
          instance: { concurrency: 1, queue, serviceTimeMs: 300 },
        });
        const store = { basePeriodMs: MINUTE, publishDelayMs: 0, startMs: START, dimensions: [] };
        const api = { name: 'wine', stage: 'DummyStage' };
        const gateway = new ApiGateway(api, settings.apiGateway, store);
        const lambda = new LambdaFunction('wine', settings.lambda, store);
        const running: { endMs: number; end: () => void }[] = [];
        const endUpTo = (nowMs: number) => {
          running.sort((a, b) => a.endMs - b.endMs);
          while ((running[0]?.endMs ?? Number.POSITIVE_INFINITY) <= nowMs) running.shift()!.end();
        };
        let nowMs = START;
        let gatewayThrottles = 0;
        for (const gapMs of gapsMs) {
          nowMs += gapMs;
          endUpTo(nowMs);
          const record = (status: number) => gateway.record(nowMs, { status, latencyMs: 1 });
          if (!gateway.admit(nowMs)) {
            gatewayThrottles += 1;
            record(429);
            continue;
          }
          const execution = lambda.begin(nowMs);
          record(execution ? 200 : 500);
          if (!execution) continue;
          const arrival = simulation.arrive(nowMs);
          const endMs = 'completeMs' in arrival ? arrival.completeMs : nowMs;
          running.push({ endMs, end: () => lambda.end(execution, endMs, false) });
        }
        const sum = (
          of: { aggregate(name: string, at: number): { sum: number } | undefined },
          name: string,
        ) => {
          let total = 0;
          for (let at = START; at <= nowMs; at += MINUTE) {
            total += of.aggregate(name, Math.floor(at / MINUTE))?.sum ?? 0;
          }
          return total;
        };
        const [byFunction] = lambda.stores;
        const count = sum(gateway.store, 'Count');
        const invocations = sum(byFunction!, 'Invocations');
        expect(count).toBe(gapsMs.length);
        expect(sum(gateway.store, '4XXError')).toBe(gatewayThrottles);
        expect(invocations + sum(byFunction!, 'Throttles')).toBe(count - gatewayThrottles);
        expect(sum(simulation.metrics, 'Invocations')).toBe(invocations);
      },
    ),
  );
});
