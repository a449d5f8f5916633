import { describe, expect, test } from 'vitest';
import type { StandInInput } from '../../src/scenario/stand-in-config.ts';
import { predict, start } from '../local/running.ts';
import { collect, eventually, never } from './collecting.ts';

const SETTINGS = { policy: { targetPerMinute: 600 } };

test('collects everything the analysis needs, and settles once it is final', async () => {
  const standIn = await start(SETTINGS);
  const { collector, of } = collect(standIn.url, {
    watch: { periodSeconds: 1, api: { name: 'wine', stage: 'DummyStage' } },
  });
  expect(await collector.start()).toBeNull();
  for (let sent = 0; sent < 20; sent += 1) await predict(standIn);
  await collector.settle(never);
  await collector.stop();
  expect(of('collector').map(({ state }) => state)).toEqual(['started', 'load-ended', 'settled']);
  expect(of('endpoint')[0]).toMatchObject({ status: 'InService', currentInstanceCount: 1 });
  expect(of('endpoint-config')).toMatchObject([{ instanceType: 'ml.m5.xlarge' }]);
  expect(of('scalable-target')).toMatchObject([{ minCapacity: 1, maxCapacity: 4 }]);
  expect(of('policy')).toMatchObject([{ policyType: 'TargetTrackingScaling', targetValue: 10 }]);
  expect(new Set(of('alarm').map(({ role }) => role))).toEqual(new Set(['high', 'low']));
  expect(of('clock').at(-1)!.plusMinusMs).toBeLessThan(600);
  expect(of('gap')).toEqual([]);
  const finals = of('datapoint').filter(({ metric, final }) => metric === 'Invocations' && final);
  expect(finals.reduce((sum, { value }) => sum + value, 0)).toBe(20);
  // Microseconds on the wire, milliseconds in the record.
  const latency = of('datapoint').find(
    ({ metric, stat }) => metric === 'ModelLatency' && stat === 'Average',
  );
  expect(latency).toMatchObject({ unit: 'ms' });
  expect(latency!.value).toBeGreaterThan(1);
  expect(latency!.value).toBeLessThan(200);
  // At its own, shorter period, in the same answers.
  const concurrency = of('datapoint').find(({ metric }) => metric === 'ConcurrentRequestsPerModel');
  expect(concurrency!.periodSeconds).toBeCloseTo(1 / 6, 9);
});

describe('other kinds of endpoint', () => {
  test('of a pipeline, the latency of each container is collected', async () => {
    const standIn = await start(SETTINGS, { system: 'car' });
    const { collector, of } = collect(standIn.url, { watch: { periodSeconds: 1 } });
    await collector.start();
    const query = 'EndpointName=wine&FinalPayload=low,low,2,2,small,low';
    expect(await (await fetch(`${standIn.url}/items?${query}`)).json()).toHaveProperty('success');
    await eventually(() => {
      const latencies = of('datapoint').filter(({ metric }) => metric === 'ContainerLatency');
      expect(new Set(latencies.map(({ container }) => container))).toEqual(
        new Set(['container-1', 'container-2', 'container-3']),
      );
    });
  });

  test('of a serverless endpoint, its concurrency and cold starts, and it settles without instances', async () => {
    const standIn = await start({ serverless: { maxConcurrency: 3, coldStartMs: 20 } });
    const { collector, of } = collect(standIn.url, {
      watch: { periodSeconds: 1 },
      untilScaleIn: true,
      maxSeconds: 600,
    });
    await collector.start();
    expect((await predict(standIn)).status).toBe(200);
    await collector.settle(never);
    expect(of('collector').at(-1)).toMatchObject({ state: 'settled' });
    expect(of('endpoint')[0]).toMatchObject({ serverless: { maxConcurrency: 3, memoryMb: 2048 } });
    expect(of('endpoint-config')[0]).not.toHaveProperty('instanceType');
    const setups = of('datapoint').filter(({ metric }) => metric === 'ModelSetupTime');
    expect(setups.find(({ stat }) => stat === 'SampleCount')).toMatchObject({
      unit: 'count',
      value: 1,
    });
    expect(setups.find(({ stat }) => stat === 'Maximum')).toMatchObject({ unit: 'ms', value: 20 });
    expect(of('gap')).toEqual([]);
  });

  test('of a function, its settings and metrics, even if the endpoint cannot be read', async () => {
    const lambda = { reservedConcurrency: 4, provisionedConcurrency: 2 };
    const faults: StandInInput['faults'] = {
      apis: { denied: ['DescribeEndpoint', 'GetFunctionConcurrency'] },
    };
    const standIn = await start({ ...SETTINGS, lambda, faults }, { system: 'dog-a' });
    const { collector, of } = collect(standIn.url, {
      watch: { periodSeconds: 1, functionName: 'dog-a' },
    });
    expect(await collector.start()).toMatchObject({ kind: 'denied' });
    expect(of('function')).toEqual([
      {
        type: 'function',
        atMs: expect.any(Number),
        name: 'dog-a',
        provisionedConcurrency: 2,
        accountConcurrency: 1_000,
        memoryMb: 128,
        timeoutSeconds: 60,
      },
    ]);
    const path = '/2015-03-31/functions/dog-a/invocations';
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0';
    const body = JSON.stringify({ url: 'https://x.example/1.jpg' });
    const sent = await fetch(standIn.url + path, {
      method: 'POST',
      body,
      headers: { authorization },
    });
    expect(sent.status).toBe(200);
    await eventually(() => {
      const ofLambda = of('datapoint').filter(({ service }) => service === 'lambda');
      expect(ofLambda).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ metric: 'Invocations', stat: 'Sum', value: 1 }),
          expect.objectContaining({
            metric: 'ProvisionedConcurrencyUtilization',
            unit: 'percent',
            value: 50,
          }),
        ]),
      );
    });
    const denied = ['DescribeEndpoint', 'GetFunctionConcurrency', 'DescribeEndpointConfig'];
    for (const { api, kind } of of('gap')) {
      expect(denied).toContain(api);
      expect(kind).toBe('denied');
    }
  });
});

test('stops settling early when AWS stops responding', async () => {
  const standIn = await start(SETTINGS);
  const { collector, of } = collect(standIn.url, { maxSeconds: 600 });
  await collector.start();
  await standIn.close();
  await collector.settle(never);
  expect(of('collector').at(-1)).toMatchObject({
    state: 'stopped',
    note: 'AWS stopped answering',
  });
});

test('an interruption ends settling immediately', async () => {
  const { collector, of } = collect((await start(SETTINGS)).url, { maxSeconds: 600 });
  await collector.start();
  await collector.settle(AbortSignal.abort('SIGINT'));
  expect(of('collector').at(-1)).toMatchObject({ state: 'stopped', note: 'interrupted' });
});
