import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { ApiGateway } from '../../src/simulation/api-gateway.ts';
import { LambdaFunction } from '../../src/simulation/lambda-function.ts';
import { MINUTE, START } from '../simulation/virtual.ts';
import { allVisible, firstOf, HOLDS, predict, start, until } from './running.ts';

const store = { basePeriodMs: MINUTE, publishDelayMs: 0, startMs: START, dimensions: [] };

describe('the throttle of API Gateway', () => {
  const gateway = (throttle?: { rateRps: number; burst: number }) =>
    new ApiGateway({ name: 'wine', stage: 'DummyStage' }, throttle, store);

  test('lets a burst through at once, then the rate', () => {
    const api = gateway({ rateRps: 10, burst: 3 });
    const at = (ms: number) => api.admit(START + ms);
    expect([0, 0, 0, 0].map(at)).toEqual([true, true, true, false]);
    expect([100, 100, 200].map(at)).toEqual([true, false, true]);
    expect([10_000, 10_000, 10_000, 10_000].map(at)).toEqual([true, true, true, false]);
  });

  test('is off unless it is set', () => {
    const api = gateway();
    expect(Array.from({ length: 1000 }, () => api.admit(START)).every(Boolean)).toBe(true);
  });
});

describe('the concurrency of Lambda', () => {
  const lambda = (changes = {}) =>
    new LambdaFunction(
      'dogs:1',
      { concurrency: 10, provisioned: 0, coldStartMs: 500, keepWarmMs: 5 * MINUTE, ...changes },
      store,
    );
  const sums = (of: LambdaFunction) => {
    const [byFunction] = of.stores;
    const at = byFunction!.indexAt(START);
    const sum = (name: 'Invocations' | 'Errors' | 'Throttles') =>
      byFunction!.aggregate(name, at)?.sum ?? 0;
    return { invocations: sum('Invocations'), errors: sum('Errors'), throttles: sum('Throttles') };
  };

  test('over its bound an invocation is throttled, which is neither invocation nor error', () => {
    const dogs = lambda({ concurrency: 2 });
    const runs = [0, 1, 2].map((ms) => dogs.begin(START + ms));
    expect(runs.map((run) => run !== undefined)).toEqual([true, true, false]);
    dogs.end(runs[0]!, START + 10, true);
    expect(dogs.begin(START + 11)).toBeDefined();
    expect(sums(dogs)).toEqual({ invocations: 3, errors: 1, throttles: 1 });
  });

  test('a new environment starts cold, one that is kept warm does not, one idle too long is gone', () => {
    const dogs = lambda();
    const run = (ms: number) => {
      const execution = dogs.begin(START + ms)!;
      dogs.end(execution, START + ms + 1000, false);
      return execution.initMs;
    };
    expect([run(0), run(2000), run(20 * MINUTE)]).toEqual([500, 0, 500]);
  });

  test('provisioned environments are warm, and what spills over them is counted', () => {
    const dogs = lambda({ provisioned: 2 });
    const inits = [0, 0, 0].map(() => dogs.begin(START)!.initMs);
    expect(inits).toEqual([0, 0, 500]);
    const [byFunction, byVersion] = dogs.stores;
    const at = byFunction!.indexAt(START);
    const spilled = byVersion!.aggregate('ProvisionedConcurrencySpilloverInvocations', at);
    expect(spilled?.sum).toBe(1);
    expect(byVersion!.aggregate('ProvisionedConcurrencyUtilization', at)?.max).toBe(1);
    expect(byVersion!.aggregate('ConcurrentExecutions', at)?.max).toBe(3);
  });

  test('its duration leaves the cold start out', () => {
    const dogs = lambda();
    const execution = dogs.begin(START)!;
    dogs.end(execution, START + 700, false);
    const [byFunction] = dogs.stores;
    expect(byFunction!.aggregate('Duration', byFunction!.indexAt(START))?.max).toBe(200);
  });
});

describe('in front of a prediction API', () => {
  const sumOf = async (url: string, metric: string, dimensions: Record<string, string>) => {
    const client = new CloudWatchClient({
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const [Namespace, MetricName] = metric.split(' ');
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    return until(async () => {
      const { MetricDataResults } = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries: [
            {
              Id: 'q',
              MetricStat: {
                Metric: { Namespace, MetricName, Dimensions },
                Period: 60,
                Stat: metric.includes('Latency') || metric.includes('Duration') ? 'Maximum' : 'Sum',
              },
            },
          ],
          StartTime: new Date(Date.now() - 120_000),
          EndTime: new Date(Date.now() + 60_000),
        }),
      );
      const values = MetricDataResults![0]!.Values!;
      return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
    });
  };
  const API = { ApiName: 'wine', Stage: 'DummyStage' };
  const FUNCTION = { FunctionName: 'wine' };

  test('every request is counted and timed in milliseconds by both services', async () => {
    const { url, ...rest } = await start({ instance: { serviceTimeMs: 20, serviceTimeSigma: 0 } });
    for (let i = 0; i < 3; i++) await predict({ url, ...rest });
    await allVisible({ url });
    expect(await sumOf(url, 'AWS/ApiGateway Count', API)).toBe(3);
    expect(await sumOf(url, 'AWS/ApiGateway 5XXError', API)).toBe(0);
    expect(await sumOf(url, 'AWS/Lambda Invocations', FUNCTION)).toBe(3);
    expect(await sumOf(url, 'AWS/Lambda Errors', FUNCTION)).toBe(0);
    expect(await sumOf(url, 'AWS/ApiGateway Latency', API)).toBeGreaterThanOrEqual(20);
    const integration = await sumOf(url, 'AWS/ApiGateway IntegrationLatency', API);
    expect(integration).toBeGreaterThanOrEqual(await sumOf(url, 'AWS/Lambda Duration', FUNCTION));
  });

  test('a throttle of API Gateway is HTTP 429, and Lambda hears nothing of it', async () => {
    const standIn = await start({ apiGateway: { rateRps: 0.001, burst: 2 } });
    const answers = await Promise.all(Array.from({ length: 6 }, () => predict(standIn)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(4);
    expect(refused[0]!.body).toEqual({ message: 'Too Many Requests' });
    await allVisible(standIn);
    expect(await sumOf(standIn.url, 'AWS/ApiGateway 4XXError', API)).toBe(4);
    expect(await sumOf(standIn.url, 'AWS/Lambda Invocations', FUNCTION)).toBe(2);
  });

  test('a throttle of Lambda is HTTP 500 to the caller: the gateway hides the 429', async () => {
    const standIn = await start({
      lambda: { reservedConcurrency: 2 },
      instance: HOLDS,
    });
    const asked = Array.from({ length: 6 }, () => predict(standIn));
    const refused = await firstOf(4, asked);
    expect(refused).toEqual(
      Array(4).fill({ status: 500, body: { message: 'Internal server error' } }),
    );
    await allVisible(standIn);
    expect(await sumOf(standIn.url, 'AWS/Lambda Throttles', FUNCTION)).toBe(4);
    expect(await sumOf(standIn.url, 'AWS/ApiGateway 5XXError', API)).toBe(4);
  });
});
