import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { Collector } from '../../src/collector/collector.ts';
import { type AwsEvent, awsEventSchema } from '../../src/run/events.ts';
import { watchSchema } from '../../src/scenario/schema.ts';
import { predict, start } from '../local/running.ts';

const SETTINGS = { policy: { targetPerMinute: 600 } };

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

type Tamper = (operation: string, response: ServerResponse) => boolean;

/** The stand-in behind a proxy that spoils some answers: `tamper` returns true when it answered. */
async function spoiled(tamper: Tamper): Promise<string> {
  const behind = await start(SETTINGS);
  const proxy = createServer((incoming: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', async () => {
      const operation = String(incoming.headers['x-amz-target']).split('.')[1] ?? '';
      if (tamper(operation, response)) return;
      const { host: _, ...headers } = incoming.headers as Record<string, string>;
      const answer = await request(behind.url + incoming.url, {
        method: 'POST',
        headers,
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.statusCode, answer.headers);
      response.end(Buffer.from(await answer.body.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

function collect(endpointUrl: string, maxSeconds = 20) {
  const events: AwsEvent[] = [];
  const waiting: { done: (event: AwsEvent) => boolean; resolve: () => void }[] = [];
  const collector = new Collector({
    watch: watchSchema.parse({
      endpointName: 'wine',
      endpointUrl,
      pollSeconds: 0.2,
      metricPollSeconds: 0.2,
    }),
    settle: { maxSeconds, untilScaleIn: false },
    write: (event) => {
      events.push(awsEventSchema.parse(JSON.parse(JSON.stringify(event))));
      for (const each of waiting) if (each.done(event)) each.resolve();
    },
    now: Date.now,
    random: () => 0,
  });
  cleanups.push(() => collector.stop());
  const seen = (done: (event: AwsEvent) => boolean) =>
    new Promise<void>((resolve) => waiting.push({ done, resolve }));
  return { collector, events, seen };
}

const never = new AbortController().signal;

test('everything the analysis needs is collected, and settling ends when it is final', async () => {
  const standIn = await start(SETTINGS);
  const { collector, events } = collect(standIn.url);
  expect(await collector.start()).toBeNull();
  for (let sent = 0; sent < 20; sent += 1) await predict(standIn);
  await collector.settle(never);
  await collector.stop();
  const of = <T extends AwsEvent['type']>(type: T) =>
    events.filter((event): event is Extract<AwsEvent, { type: T }> => event.type === type);
  expect(of('collector').map(({ state }) => state)).toEqual(['started', 'load-ended', 'settled']);
  expect(of('endpoint')[0]).toMatchObject({ status: 'InService', currentInstanceCount: 1 });
  expect(of('scalable-target')[0]).toMatchObject({ minCapacity: 1, maxCapacity: 4 });
  expect(of('policy')[0]).toMatchObject({ policyType: 'TargetTrackingScaling', targetValue: 10 });
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
}, 40_000);

describe('an answer that cannot be used is a gap in the record, and the next poll goes on', () => {
  function awsError(response: ServerResponse, status: number, name: string): true {
    response.writeHead(status, {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-query-error': `${name};Sender`,
    });
    response.end(JSON.stringify({ __type: name, message: 'not now' }));
    return true;
  }

  test.each<[string, (response: ServerResponse) => true, string]>([
    ['throttled', (response) => awsError(response, 400, 'ThrottlingException'), 'throttled'],
    ['denied', (response) => awsError(response, 400, 'AccessDeniedException'), 'denied'],
    ['a server error', (response) => awsError(response, 500, 'InternalFailure'), 'server'],
    [
      'malformed JSON',
      (response) => Boolean(response.writeHead(200).end('{"Endpoint')) as true,
      'invalid',
    ],
    [
      'a reset connection',
      (response) => Boolean(response.socket?.resetAndDestroy()) as true,
      'unreachable',
    ],
  ])(
    '%s',
    async (_name, spoil, kind) => {
      let spoiling = true;
      const url = await spoiled(
        (operation, response) => operation === 'DescribeEndpoint' && spoiling && spoil(response),
      );
      const { collector, events, seen } = collect(url);
      const failure = await collector.start();
      expect(failure?.kind).toBe(kind);
      expect(events.find((event) => event.type === 'gap')).toMatchObject({
        api: 'DescribeEndpoint',
        kind,
      });
      spoiling = false;
      await seen((event) => event.type === 'endpoint');
      // What was not spoiled was collected all the while.
      expect(events.some((event) => event.type === 'policy')).toBe(true);
    },
    30_000,
  );
});

test('when AWS stops answering, settling gives up instead of waiting its whole time', async () => {
  let gone = false;
  const url = await spoiled((_operation, response) => {
    if (gone) response.socket?.destroy();
    return gone;
  });
  const { collector, events } = collect(url, 600);
  await collector.start();
  gone = true;
  await collector.settle(never);
  expect(events.findLast((event) => event.type === 'collector')).toMatchObject({
    state: 'stopped',
    note: 'AWS stopped answering',
  });
}, 40_000);

test('an interruption ends the settling at once', async () => {
  const { collector, events } = collect((await start(SETTINGS)).url, 600);
  await collector.start();
  await collector.settle(AbortSignal.abort('SIGINT'));
  expect(events.findLast((event) => event.type === 'collector')).toMatchObject({
    state: 'stopped',
  });
});
