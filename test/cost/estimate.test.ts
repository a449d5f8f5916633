import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CostFacts } from '../../src/cost/cost-facts.ts';
import { costInWords } from '../../src/cost/cost-words.ts';
import { costOfAttempts, estimateCost } from '../../src/cost/estimate.ts';
import { priceTable } from '../../src/cost/prices.ts';

/** A million requests in an hour through a REST API and a function, on one to four instances. */
const FACTS: CostFacts = {
  isLocal: false,
  requests: 1_000_000,
  loadSeconds: 3_600,
  settleSeconds: { low: 0, high: 1_800 },
  endpoint: { kind: 'instances', instanceType: 'ml.m5.xlarge', count: { low: 1, high: 4 } },
  answerSeconds: { low: 0.1, high: 0.1 },
  function: {
    memoryMb: { low: 512, high: 512 },
    durationSeconds: { low: 0.1, high: 0.2 },
    source: 'as measured',
  },
  api: 'rest',
  metricPolls: { everySeconds: 15, metrics: 10 },
};

function rowOf(what: string, facts: Partial<CostFacts> = {}, prices = priceTable()) {
  return estimateCost({ ...FACTS, ...facts }, prices).rows.find((row) => row.what === what);
}

describe('each row, worked out by hand', () => {
  test.each([
    // 1 x 1 h x 0.23 .. 4 x 1.5 h x 0.23
    ['Instances', { low: 0.23, high: 1.38 }],
    // 3 x 20 min x 0.23
    ['Until scaled in', { low: 0, high: 0.23 }],
    ['Lambda requests', { low: 0.2, high: 0.2 }],
    // 1e6 x 0.5 GB x 0.1 s x 0.0000166667 .. twice as long
    ['Lambda compute', { low: 0.833335, high: 1.66667 }],
    ['API Gateway', { low: 3.5, high: 3.5 }],
    // 240 polls x 10 metrics .. 360 polls
    ['CloudWatch', { low: 0.024, high: 0.036 }],
  ])('%s', (what, usd) => {
    const row = rowOf(what);
    expect(row?.usd?.low).toBeCloseTo(usd.low, 6);
    expect(row?.usd?.high).toBeCloseTo(usd.high, 6);
    expect(row?.assumption).toMatch(/\.$/);
  });

  test('an HTTP API is cheaper, and an API of unknown kind is a range', () => {
    expect(rowOf('API Gateway', { api: 'http' })?.usd).toEqual({ low: 1, high: 1 });
    expect(rowOf('API Gateway', { api: 'either' })?.usd).toEqual({ low: 1, high: 3.5 });
    expect(rowOf('API Gateway', { api: 'maybe' })?.usd).toEqual({ low: 0, high: 3.5 });
    expect(rowOf('API Gateway', { api: 'none' })).toBeUndefined();
  });

  test('a serverless endpoint is charged by its use', () => {
    const endpoint = { kind: 'serverless', memoryMb: 2_048 } as const;
    // 1e6 x 2 GB x 0.1 s x 0.00002
    const prices = priceTable({ 'serverless-gb-seconds': 0.00002 });
    expect(rowOf('Serverless', { endpoint }, prices)?.usd?.high).toBeCloseTo(4, 9);
    expect(rowOf('Instances', { endpoint }, prices)).toBeUndefined();
  });
});

test('several attempts cost at most so many times as much, and may cost no more than one', () => {
  const one = estimateCost(FACTS, priceTable());
  const three = costOfAttempts(one, 3);
  expect(costOfAttempts(one, 1)).toEqual(one);
  expect(three.usd).toEqual({ low: one.usd.low, high: 3 * one.usd.high });
  expect(three.rows.map(({ usd }) => usd?.high)).toEqual(
    one.rows.map(({ usd }) => 3 * (usd?.high ?? Number.NaN)),
  );
  for (const { assumption } of three.rows) expect(assumption).toMatch(/ Up to 3 times\.$/);
  const unknown = estimateCost({ ...FACTS, endpoint: { kind: 'unknown' } }, priceTable());
  expect(costOfAttempts(unknown, 3)).toMatchObject({ isComplete: false });
});

describe('an unknown price', () => {
  const unknown = {
    endpoint: { kind: 'instances', instanceType: 'ml.p4d.24xlarge', count: { low: 1, high: 2 } },
  } as const;

  test.each([
    ['of an instance type', unknown, 'Instances', /--price ml\.p4d\.24xlarge=USD/],
    [
      'of an endpoint nobody told of',
      { endpoint: { kind: 'unknown' } },
      'Instances',
      /are unknown/,
    ],
    [
      'of serverless inference',
      { endpoint: { kind: 'serverless', memoryMb: 1_024 } },
      'Serverless',
      /--price serverless-gb-seconds=USD/,
    ],
  ] as const)('%s gives a row without a figure and an incomplete total', (_, facts, what, hint) => {
    const estimate = estimateCost({ ...FACTS, ...facts }, priceTable());
    const row = estimate.rows.find((each) => each.what === what);
    expect(row?.usd).toBeNull();
    expect(row?.assumption).toMatch(hint);
    expect(estimate.isComplete).toBe(false);
    expect(costInWords(estimate)).toMatch(/or more: some prices are not known$/);
  });

  test('is known once the user sets it', () => {
    const estimate = estimateCost(
      { ...FACTS, ...unknown },
      priceTable({ 'ml.p4d.24xlarge': 37.69 }),
    );
    expect(estimate.isComplete).toBe(true);
    expect(estimate.rows[0]?.usd?.high).toBeCloseTo(2 * 1.5 * 37.69, 6);
  });
});

test('a run on this machine costs nothing and says why', () => {
  const estimate = estimateCost({ ...FACTS, isLocal: true }, priceTable());
  expect(estimate).toEqual({ rows: [], usd: { low: 0, high: 0 }, isComplete: true });
  expect(costInWords(estimate)).toBe('nothing: everything runs on this machine');
});

test('does not show an amount under a cent as zero', () => {
  const words = costInWords({
    rows: [rowOf('CloudWatch')!],
    usd: { low: 0.004, high: 1.5 },
    isComplete: true,
  });
  expect(words).toBe('< $0.01 to $1.50');
});

const range = fc
  .tuple(fc.double({ min: 0, max: 1e4, noNaN: true }), fc.double({ min: 0, max: 1e4, noNaN: true }))
  .map(([one, other]) => ({ low: Math.min(one, other), high: Math.max(one, other) }));

test('low never exceeds high, the total is the sum of the rows, and more requests never cost less', () => {
  const facts = fc.record({
    requests: fc.nat(1e9),
    loadSeconds: fc.nat(100_000),
    settleSeconds: range,
    count: range,
    api: fc.constantFrom('rest', 'http', 'either', 'maybe', 'none'),
    memoryMb: range,
    durationSeconds: range,
  });
  fc.assert(
    fc.property(facts, fc.nat(1e9), ({ count, memoryMb, durationSeconds, ...rest }, more) => {
      const all = {
        ...FACTS,
        ...rest,
        endpoint: { kind: 'instances', instanceType: 'ml.c5.large', count },
        function: { memoryMb, durationSeconds, source: 'any' },
      } as CostFacts;
      const { rows, usd } = estimateCost(all, priceTable());
      for (const row of rows) expect(row.usd!.low).toBeLessThanOrEqual(row.usd!.high);
      const sum = rows.reduce((total, row) => total + row.usd!.high, 0);
      expect(usd.high).toBeCloseTo(sum, 6);
      const costlier = estimateCost({ ...all, requests: all.requests + more }, priceTable());
      expect(costlier.usd.high).toBeGreaterThanOrEqual(usd.high);
    }),
  );
});

describe('an endpoint of instance pools', () => {
  const endpoint = {
    kind: 'instances' as const,
    instanceType: null,
    pools: ['ml.m5.xlarge', 'ml.m5.large'],
    count: { low: 1, high: 4 },
  };

  test('costs between the cheapest type and the dearest', () => {
    const row = rowOf('Instances', { endpoint })!;
    // 1 x 1 h x 0.115 .. 4 x 1.5 h x 0.23
    expect(row.usd!.low).toBeCloseTo(0.115, 9);
    expect(row.usd!.high).toBeCloseTo(1.38, 9);
    expect(row.assumption).toContain('ml.m5.large at $0.115 or ml.m5.xlarge at $0.23 per hour');
    expect(rowOf('Until scaled in', { endpoint })!.usd!.high).toBeCloseTo(0.23, 9);
  });

  test('has no figure where one of the types has no price', () => {
    const pools = ['ml.m5.large', 'ml.p9.huge'];
    expect(rowOf('Instances', { endpoint: { ...endpoint, pools } })).toMatchObject({
      usd: null,
      assumption: expect.stringContaining('--price ml.p9.huge=USD'),
    });
  });
});

describe('enhanced metrics', () => {
  const endpoint = {
    kind: 'instances' as const,
    instanceType: 'ml.m5.xlarge',
    count: { low: 1, high: 4 },
    enhanced: true,
  };

  test('cost a custom metric each, by the hour', () => {
    const { low, high } = rowOf('Instance metrics', { endpoint })!.usd!;
    // 1 x 10 x 1 h x 0.3 / 730 h .. 4 x 10 x 2 h
    expect(low).toBeCloseTo(3 / 730, 9);
    expect(high).toBeCloseTo(24 / 730, 9);
    expect(rowOf('Instance metrics')).toBeUndefined();
  });

  test('are asked for with the others', () => {
    const metricPolls = { everySeconds: 15, metrics: 10, instanceMetrics: { low: 7, high: 28 } };
    const row = rowOf('CloudWatch', { metricPolls })!;
    // 240 polls x 17 metrics .. 360 polls x 38
    expect(row.usd!.low).toBeCloseTo(0.0408, 9);
    expect(row.usd!.high).toBeCloseTo(0.1368, 9);
    expect(row.assumption).toBe('GetMetricData for 17 to 38 metrics every 15 s.');
  });
});
