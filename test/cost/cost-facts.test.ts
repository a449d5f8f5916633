import { describe, expect, test } from 'vitest';
import { costFactsOf } from '../../src/cost/cost-facts.ts';
import { billedOf, endpointFactsOf } from '../../src/cost/endpoint-facts.ts';
import { estimateCost } from '../../src/cost/estimate.ts';
import { priceTable } from '../../src/cost/prices.ts';
import type { AwsEventOf, EndpointConfigObservation } from '../../src/record/aws-events.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';

async function realScenario(...set: string[]) {
  return resolveScenario({
    scenario: 'wine',
    environment: 'nightly',
    set,
    env: {
      WINE_API_URL: 'https://abc.execute-api.us-east-1.amazonaws.com',
      WINE_ENDPOINT_NAME: 'wine',
      AWS_REGION: 'us-east-1',
    },
  });
}

describe('from a scenario alone', () => {
  test('requests, load and settling are those of its plan', async () => {
    const facts = costFactsOf(await realScenario('phases.0.duration=100', 'phases.0.rampTo=10'));
    // 10/s for 100 s, then 1,000/s for 1,200 s.
    expect(facts).toMatchObject({
      isLocal: false,
      requests: 1_201_000,
      loadSeconds: 1_300,
      settleSeconds: { low: 240, high: 420 },
      endpoint: { kind: 'unknown' },
    });
  });

  test('settling may be shorter than a datapoint needs to be final', async () => {
    const facts = costFactsOf(await realScenario('scaleproof.settle.maxSeconds=30'));
    expect(facts.settleSeconds).toEqual({ low: 30, high: 30 });
  });

  test('an embedded stand-in makes it local', async () => {
    const local = await resolveScenario({ scenario: 'wine', environment: 'local', env: {} });
    expect(costFactsOf(local).isLocal).toBe(true);
  });

  test.each([
    [['target=https://abc.execute-api.us-east-1.amazonaws.com'], 'either'],
    [['target=https://predict.example.com'], 'maybe'],
    [['scaleproof.watch.api={ name: wine, stage: dev }'], 'rest'],
    [['scaleproof.watch.api={ id: abc, stage: $default }'], 'http'],
  ])('%j makes the API count as %s', async (set, api) => {
    expect(costFactsOf(await realScenario(...set)).api).toBe(api);
  });

  test('the endpoint invoked directly has neither an API nor a function', async () => {
    const facts = costFactsOf({ ...(await realScenario()), way: 'sagemaker' });
    expect(facts).toMatchObject({ api: 'none', function: null });
  });

  test('watching more asks CloudWatch for more metrics', async () => {
    const plain = costFactsOf(await realScenario()).metricPolls!.metrics;
    const more = costFactsOf(await realScenario('scaleproof.watch.functionName=f')).metricPolls;
    expect(plain).toBeGreaterThan(5);
    expect(more!.metrics).toBeGreaterThan(plain);
  });
});

describe('with `watch: none`', () => {
  const unwatched = async (...set: string[]) =>
    costFactsOf(await realScenario('scaleproof.watch=none', ...set));

  test('nothing is known of the target, and nothing is waited for after the load', async () => {
    const facts = await unwatched('target=https://api.example.com');
    expect(facts).toMatchObject({
      ...{ isLocal: false, endpoint: { kind: 'unwatched' }, api: 'none', function: null },
      ...{ metricPolls: null, settleSeconds: { low: 0, high: 0 } },
    });
    const { rows, isComplete } = estimateCost(facts, priceTable());
    expect(rows).toMatchObject([{ what: 'Target', usd: null }]);
    expect(isComplete).toBe(false);
  });

  test('an API of API Gateway is priced, whatever is behind it', async () => {
    const { rows } = estimateCost(await unwatched(), priceTable());
    expect(rows.map(({ what }) => what)).toEqual(['Target', 'API Gateway']);
  });

  test('a target on this machine costs nothing', async () => {
    const { rows, isComplete } = estimateCost(
      await unwatched('target=http://127.0.0.1:8080'),
      priceTable(),
    );
    expect({ rows, isComplete }).toEqual({ rows: [], isComplete: true });
  });

  test('a function that is invoked directly costs its invocations', async () => {
    const scenario = await realScenario('scaleproof.watch=none');
    const { rows, isComplete } = estimateCost(
      costFactsOf({ ...scenario, way: 'lambda' }),
      priceTable(),
    );
    expect(rows.map(({ what }) => what)).toEqual(['Lambda requests', 'Lambda compute']);
    expect(isComplete).toBe(true);
  });
});

test("AWS's figures replace assumptions", async () => {
  const scenario = await realScenario('scaleproof.watch.functionName=f');
  const assumed = costFactsOf(scenario).function;
  expect(assumed?.memoryMb).toEqual({ low: 128, high: 1_024 });
  expect(assumed?.durationSeconds).toEqual({ low: 0, high: 1 });
  const told = costFactsOf(scenario, { functionMemoryMb: 256, functionSeconds: 0.04 }).function;
  expect(told).toMatchObject({
    memoryMb: { low: 256, high: 256 },
    durationSeconds: { low: 0.04, high: 0.04 },
    source: 'memory as set, duration from CloudWatch',
  });
});

describe('an endpoint', () => {
  const seen = { serverless: null, instanceType: 'ml.m5.large', instances: 2, capacity: null };

  test.each([
    ['that cannot scale stays as it is', {}, { low: 2, high: 2 }],
    ['may grow to its maximum', { capacity: { min: 1, max: 5 } }, { low: 2, high: 5 }],
    ['above its maximum stays above it', { capacity: { min: 1, max: 1 } }, { low: 2, high: 2 }],
    [
      'whose instances are not told has its minimum',
      { instances: null, capacity: { min: 1, max: 3 } },
      { low: 1, high: 3 },
    ],
  ])('%s', (_, more, count) => {
    expect(endpointFactsOf({ ...seen, ...more })).toEqual({
      kind: 'instances',
      instanceType: 'ml.m5.large',
      count,
    });
  });

  test('is unknown without facts, and a serverless one has no instances', () => {
    expect(endpointFactsOf({ ...seen, instances: null })).toEqual({ kind: 'unknown' });
    const serverless = { memoryMb: 2_048, maxConcurrency: 5 };
    expect(endpointFactsOf({ ...seen, serverless })).toEqual({
      kind: 'serverless',
      memoryMb: 2_048,
    });
  });
});

describe('what an endpoint is charged for', () => {
  const target = { minCapacity: 1, maxCapacity: 5 } as AwsEventOf<'scalable-target'>;
  const config = (more: object) =>
    ({ type: 'endpoint-config', atMs: 0, name: 'c', ...more }) as EndpointConfigObservation;
  const COMPONENT = { inferenceComponent: 'wine-a' };
  const MANAGED = { managedInstanceScaling: { enabled: true, maxInstanceCount: 3 } };
  test.each<[string, object, object, object]>([
    ['is what its target allows', {}, {}, { capacity: { min: 1, max: 5 } }],
    ['is not the copies of a component', {}, COMPONENT, { capacity: null }],
    ['is the instances below a component', MANAGED, COMPONENT, { capacity: { min: 0, max: 3 } }],
    [
      'may be of several types, and publish more',
      {
        pools: [
          { instanceType: 'ml.m5.large', priority: 1 },
          { instanceType: 'ml.c5.large', priority: 2 },
        ],
        metrics: { enhanced: true, publishSeconds: 10 },
      },
      {},
      { capacity: { min: 1, max: 5 }, pools: ['ml.m5.large', 'ml.c5.large'], enhanced: true },
    ],
  ])('%s', (_what, more, watch, billed) => {
    expect(billedOf(config(more), target, watch)).toEqual(billed);
  });

  test('each instance with metrics of its own is asked for, up to so many', async () => {
    const endpoint = (enhanced: boolean) => ({
      kind: 'instances' as const,
      instanceType: 'ml.m5.large',
      count: { low: 2, high: 100 },
      enhanced,
    });
    const scenario = await realScenario();
    const asked = (enhanced: boolean) =>
      costFactsOf(scenario, { endpoint: endpoint(enhanced) }).metricPolls;
    expect(asked(false)).not.toHaveProperty('instanceMetrics');
    expect(asked(true)).toMatchObject({ instanceMetrics: { low: 14, high: 448 } });
  });
});
