import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type CredentialProvider, providerFor } from '../../src/aws/credentials.ts';
import { openSigning } from '../../src/aws/request-signing.ts';
import { readDataset } from '../../src/dataset/read.ts';
import { buildPlan } from '../../src/load/plan.ts';
import { Replay } from '../../src/load/replay/replay.ts';
import type { LoadEnd, LoadEvent, LoadSample } from '../../src/record/load-events.ts';
import type { Address, System } from '../../src/systems/contract.ts';
import { dogA } from '../../src/systems/dog.ts';
import { wine } from '../../src/systems/wine.ts';
import { NO_CREDENTIALS } from '../aws/chain-environment.ts';
import { type Arrived, expectedAuthorization, scopeOf } from '../aws/verify-signature.ts';
import { type Behaviour, type LoopbackServer, serve } from './loopback-server.ts';

const ADDRESS: Address = {
  path: null,
  functionName: 'arn:aws:lambda:eu-west-1:123456789012:function:dogs:live',
  endpointName: 'wine endpoint (1)',
};

afterEach(() => {
  vi.unstubAllEnvs();
});

interface Setting {
  readonly system: System;
  readonly way: 'lambda' | 'sagemaker';
  readonly rps: number;
  readonly seconds: number;
  readonly timeoutMs?: number;
  readonly provider?: CredentialProvider;
}

async function replaySigned(server: LoopbackServer, setting: Setting) {
  const { system, way, rps, seconds, timeoutMs = 10_000, provider } = setting;
  const rows = readDataset(`fixtures/${system.dataset.fixture}`, system.dataset).slice(0, 59);
  const codec = system.ways[way]!;
  const drawn = rows.map((row) => ({ row, request: codec.encode(row, ADDRESS) }));
  const target = { way, origin: server.origin, region: 'eu-west-1' };
  const signing = await openSigning(target, provider);
  const events: LoadEvent[] = [];
  const run = new Replay({
    plan: buildPlan([{ name: 'hold', durationSeconds: seconds, startRps: rps, endRps: rps }]),
    worker: 1,
    totalWorkers: 1,
    codec,
    draw(index) {
      const { row, request } = drawn[index % drawn.length]!;
      return { row, request: signing.sign(request) };
    },
    origin: server.origin,
    timeoutMs,
    maxConnections: 100,
    onEvent: (event) => events.push(event),
  });
  await run.run();
  signing.close();
  await server.close();
  const samples = events.filter((event): event is LoadSample => event.type === 'sample');
  return { samples, end: events.at(-1) as LoadEnd };
}

/** Heads and bodies of all that arrives, as raw as Node hands them over. */
async function serveAndKeep(behave: Behaviour) {
  const arrivals: { atMs: number; arrived: () => Arrived }[] = [];
  const server = await serve(behave, (request: IncomingMessage) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    const { method = '', url = '', headers } = request;
    arrivals.push({ atMs: Date.now(), arrived: () => ({ method, url, headers, body }) });
  });
  return { server, arrivals };
}

const LOGITS = JSON.stringify([Array.from({ length: 133 }, (_, index) => index)]);
const FUNCTION_ANSWER = JSON.stringify({ statusCode: 200, body: LOGITS });

describe.concurrent.each([
  ['lambda', dogA, FUNCTION_ANSWER],
  ['sagemaker', wine, '0'],
] as const)('by way %s', (way, system, answer) => {
  test('every request is signed as by an independent implementation', async () => {
    const { server, arrivals } = await serveAndKeep((response) => response.end(answer));
    const provider = async () => ({
      accessKeyId: 'AKIDTEST',
      secretAccessKey: 'secret',
      sessionToken: 'token/+==',
    });
    const setting = { system, way, rps: 50, seconds: 2, provider };
    const { end } = await replaySigned(server, setting);
    expect(end).toMatchObject({ sent: 100, notSent: {}, outcomes: { correct: 100 } });
    expect(arrivals).toHaveLength(100);
    for (const { arrived } of arrivals) {
      const seen = arrived();
      expect(scopeOf(seen)).toMatchObject({ region: 'eu-west-1', service: way });
      expect(seen.headers.host).toBe(new URL(server.origin).host);
      expect(seen.headers['x-amz-security-token']).toBe('token/+==');
      expect(seen.headers.authorization).toBe(await expectedAuthorization(seen, await provider()));
    }
  });

  test.each<[string, Behaviour, string]>([
    ['nonsense', (response) => void response.end('nonsense'), 'malformed'],
    [
      'half a body',
      (response) => {
        const more = () => response.socket?.destroy();
        response.writeHead(200, { 'content-length': '500' }).write(answer.slice(0, 1), more);
      },
      'network',
    ],
    [
      'a redirect',
      (response) => void response.writeHead(307, { location: '/' }).end(),
      'malformed',
    ],
    ['a reset connection', (response) => void response.socket?.resetAndDestroy(), 'network'],
    ['nothing at all', () => {}, 'timeout'],
    ['expired credentials', (response) => void response.writeHead(403).end('{}'), 'client-error'],
    [
      'a throttle',
      (response) =>
        void response.writeHead(429, { 'x-amzn-errortype': 'ThrottlingException' }).end('{}'),
      'throttled',
    ],
  ])('%s is sent once and lands in its own outcome, and the run goes on', async (...row) => {
    const [, behave, outcome] = row;
    const server = await serve((response, request, number, loopback) => {
      if (number > 5) response.end(answer);
      else behave(response, request, number, loopback);
    });
    // Only where it is waited for: on a busy machine any answer can take so long.
    const timeoutMs = outcome === 'timeout' ? 1_000 : 10_000;
    const setting = { system, way, rps: 10, seconds: 1, timeoutMs };
    const { end } = await replaySigned(server, setting);
    expect(server.requests()).toBe(10);
    expect(end.outcomes).toEqual({ [outcome]: 5, correct: 5 });
  });
});

test('counts cold starts per second and in total', async () => {
  const report =
    'END RequestId: 1\nREPORT RequestId: 1\tDuration: 2.00 ms\tBilled Duration: 2 ms\t';
  const server = await serve((response, _request, number) => {
    const log = number % 4 === 0 ? `${report}Init Duration: 250.10 ms\t\n` : `${report}\n`;
    response.setHeader('x-amz-log-result', Buffer.from(log).toString('base64'));
    response.end(FUNCTION_ANSWER);
  });
  const setting = { system: dogA, way: 'lambda', rps: 20, seconds: 2 } as const;
  const { samples, end } = await replaySigned(server, setting);
  expect(end).toMatchObject({ outcomes: { correct: 40 }, coldStarts: 10 });
  const bySecond = samples.map(({ coldStarts }) => coldStarts ?? 0);
  expect(bySecond.reduce((sum, count) => sum + count, 0)).toBe(10);
});

test('records no cold start count when responses do not report it', async () => {
  const server = await serve((response) => response.end('0'));
  const setting = { system: wine, way: 'sagemaker', rps: 20, seconds: 1 } as const;
  const { samples, end } = await replaySigned(server, setting);
  for (const event of [...samples, end]) expect(event).not.toHaveProperty('coldStarts');
});

test('renews credentials before they expire during a run', async () => {
  // As a container is given them: a new key each time it asks, six seconds from its end.
  const expiry = new Map<string, number>();
  const issuer = await serve((response) => {
    const key = `AKID${expiry.size}`;
    const expiresMs = Date.now() + 6_000;
    expiry.set(key, expiresMs);
    const Expiration = new Date(expiresMs).toISOString();
    const issued = { AccessKeyId: key, SecretAccessKey: `secret-${key}`, Token: `token-${key}` };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...issued, Expiration }));
  });
  for (const [name, value] of Object.entries(NO_CREDENTIALS)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `${issuer.origin}/credentials`);
  const { server, arrivals } = await serveAndKeep((response) => response.end('0'));
  const { end } = await replaySigned(server, {
    system: wine,
    way: 'sagemaker',
    rps: 40,
    seconds: 9,
    // The real chain, as towards AWS: towards this machine it would not be asked.
    provider: await providerFor('https://runtime.sagemaker.eu-west-1.amazonaws.com'),
  });
  await issuer.close();
  expect(end).toMatchObject({ sent: 360, outcomes: { correct: 360 } });
  const keysSeen = new Set<string>();
  for (const { atMs, arrived } of arrivals) {
    const { accessKeyId } = scopeOf(arrived());
    keysSeen.add(accessKeyId);
    expect(arrived().headers['x-amz-security-token']).toBe(`token-${accessKeyId}`);
    expect(expiry.get(accessKeyId)).toBeGreaterThan(atMs);
  }
  // The first would have expired after six of the nine seconds.
  expect(keysSeen.size).toBeGreaterThanOrEqual(2);
}, 30_000);
