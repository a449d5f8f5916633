/** SageMaker's own account of its scaling, as Prometheus's API answers it. */
import { describe, expect, test } from 'vitest';
import { queryMetrics, queryMetricsRange } from '../../src/local/services/promql.ts';
import { readSelector } from '../../src/local/services/promql-selector.ts';
import type { Call } from '../../src/local/services/service.ts';
import type { StandInInput } from '../../src/scenario/stand-in-config.ts';
import { firstOf, IDENTITY, load, MINUTE, START, virtual } from '../simulation/virtual.ts';
import { SIGNED, start } from './running.ts';

const policy = { minCapacity: 1, maxCapacity: 4, targetPerMinute: 1500 };
const metrics = { detailedObservability: true };

interface Series {
  readonly metric: Record<string, string>;
  readonly value?: [number, string];
  readonly values?: [number, string][];
}

/** A scale-out from one to three, and back. */
function scaled(input: StandInInput = {}) {
  const run = virtual({ policy, metrics, ...input });
  load(run.simulation, START, START + 20 * MINUTE, 4000);
  const nowMs = START + 90 * MINUTE;
  run.simulation.tick(nowMs);
  const call: Call = { simulation: run.simulation, identity: IDENTITY, nowMs };
  const ask = (query: string, more: Record<string, string> = {}) => {
    const parameters = new URLSearchParams({ query, ...more });
    const asked =
      'step' in more ? queryMetricsRange(parameters, call) : queryMetrics(parameters, call);
    return asked as { resultType: string; result: Series[] };
  };
  return { ...run, ask };
}
const sent = scaled();
const seconds = (ms: number) => ms / 1000;

describe('an endpoint of detailed observability', () => {
  test('reports the time of each scaling, dated at its end', () => {
    const { truth, ask } = sent;
    const { resultType, result } = ask('{"E2EScalingLatency"}[2h]');
    expect(resultType).toBe('matrix');
    expect(result).toHaveLength(1);
    expect(result[0]!.metric).toEqual({
      __name__: 'E2EScalingLatency',
      'aws.sagemaker.endpoint.name': 'wine',
      'aws.sagemaker.variant.name': 'AllTraffic',
    });
    const wantedMs = firstOf(truth, 'desired-changed').atMs;
    const doneMs = firstOf(truth, 'in-service', 'instance 3').atMs;
    expect(result[0]!.values![0]).toEqual([seconds(doneMs), String(seconds(doneMs - wantedMs))]);
  });

  test('reports each action with its direction', () => {
    const actions = sent.ask('ScalingAction[2h]').result;
    expect(actions.map(({ metric, values }) => [metric.action, values!.length])).toEqual([
      ['out', 1],
      ['in', expect.any(Number)],
    ]);
  });

  test('reports its instances at every step', () => {
    const { truth, ask } = sent;
    const doneMs = firstOf(truth, 'in-service', 'instance 3').atMs;
    const { result } = ask('{__name__="InstanceCountPerEndpoint"}', {
      start: String(seconds(START)),
      end: new Date(START + 20 * MINUTE).toISOString(),
      step: '1m',
    });
    const counts = result[0]!.values!;
    expect(counts).toHaveLength(21);
    expect(counts[0]).toEqual([seconds(START), '1']);
    expect(counts.find(([, value]) => value === '3')![0]).toBe(
      seconds(Math.ceil(doneMs / MINUTE) * MINUTE),
    );
  });

  test('reports a type that had no capacity', () => {
    const { ask } = scaled({
      pools: [
        { instanceType: 'ml.m5.large', priority: 1, available: 1 },
        { instanceType: 'ml.c5.large', priority: 2 },
      ],
    });
    const { result } = ask('{"ICECount", "@resource.host.type"="ml.m5.large"}[2h]');
    expect(result[0]!.values!.map(([, value]) => value)).toEqual(['1']);
    expect(ask('{"ICECount", "@resource.host.type"="ml.c5.large"}[2h]').result).toEqual([]);
  });

  test('counts a sample as present for five minutes', () => {
    const atMs = firstOf(sent.truth, 'desired-changed').atMs;
    const at = (ms: number) =>
      sent.ask('{"ScalingAction", action="out"}', { time: String(seconds(ms)) }).result;
    expect(at(atMs - 1)).toEqual([]);
    expect(at(atMs)[0]!.value).toEqual([seconds(atMs), '1']);
    expect(at(atMs + 5 * MINUTE - 1)).toHaveLength(1);
    expect(at(atMs + 5 * MINUTE)).toEqual([]);
  });
});

test.each([
  ['up', [['__name__', 'up']]],
  [
    '{"http.requests", "@aws.sagemaker.endpoint.name"="wi\\"ne", b=\'c\',}',
    [
      ['__name__', 'http.requests'],
      ['@aws.sagemaker.endpoint.name', 'wi"ne'],
      ['b', 'c'],
    ],
  ],
  [
    'up{a="b"}[1h30m]',
    [
      ['__name__', 'up'],
      ['a', 'b'],
    ],
  ],
])('the selector %s is read', (query, matchers) => {
  expect(readSelector(query)!.matchers.map(({ label, value }) => [label, value])).toEqual(matchers);
});

test.each([
  '',
  '{a="b"}',
  'rate(up[5m])',
  'up{a=~"b.*"}',
  'up{a!="b"}',
  'up + 1',
  'up[soon]',
  'up{a="b" c="d"}',
  'up{a=}',
])('%j is no such selector', (query) => {
  expect(readSelector(query)).toBeUndefined();
});

describe('on the wire', async () => {
  const standIn = await start({ metrics });
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: SIGNED, ...init.headers };
    const answer = await fetch(`${standIn.url}/api/v1/${path}`, { ...init, headers });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const query = '{"InstanceCountPerEndpoint","@aws.sagemaker.endpoint.name"="wine"}';

  test('GET and POST answer alike', async () => {
    const body = new URLSearchParams({ query });
    const [got, posted] = [
      await ask(`query?${body}`),
      await ask('query', { method: 'POST', body: body.toString() }),
    ];
    for (const { status, body } of [got, posted]) {
      expect(status).toBe(200);
      expect(body).toMatchObject({
        status: 'success',
        data: { resultType: 'vector', result: [{ value: [expect.any(Number), '1'] }] },
      });
    }
  });

  test.each([
    ['query?query=rate(up[5m])', 'the stand-in evaluates only selectors'],
    ['query_range?query=up&start=1&end=2&step=no', 'invalid parameter "step"'],
    ['query_range?query=up&start=1&step=1', 'start and end are required'],
    ['query_range?query=up&start=0&end=99999&step=1', 'exceeded maximum resolution'],
    ['query_range?query=up[1m]&start=1&end=2&step=1', 'must be Scalar or instant Vector'],
    ['query?query=up&time=noon', 'invalid parameter "time"'],
    ['query?query=up&limit=501', 'invalid parameter "limit"'],
  ])('%s is bad data', async (path, message) => {
    const { status, body } = await ask(path);
    expect(status).toBe(400);
    expect(body).toEqual({
      status: 'error',
      errorType: 'bad_data',
      error: expect.stringContaining(message),
    });
  });

  test('a request that is not signed is refused', async () => {
    expect((await ask('query?query=up', { headers: { authorization: '' } })).status).toBe(403);
  });

  test('an endpoint without detailed observability reports nothing', async () => {
    const plain = await start();
    const answer = await fetch(`${plain.url}/api/v1/query?${new URLSearchParams({ query })}`, {
      headers: { authorization: SIGNED },
    });
    expect(await answer.json()).toEqual({
      status: 'success',
      data: { resultType: 'vector', result: [] },
    });
  });
});
