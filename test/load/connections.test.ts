import type { Client } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { Connections } from '../../src/load/replay/connections.ts';
import { Exchange, type ExchangeEnd } from '../../src/load/replay/exchange.ts';
import { type Behaviour, CORRECT_BODY, type LoopbackServer, serve } from './loopback-server.ts';

const answer: Behaviour = (response) => response.end(CORRECT_BODY);

const PATIENT = { timeout: 20_000 };

async function connectionsTo(server: LoopbackServer, maxConnections = 20): Promise<Connections> {
  const connections = new Connections({ origin: server.origin, maxConnections, timeoutMs: 2_000 });
  onTestFinished(async () => {
    await connections.close();
    await server.close();
  });
  return connections;
}

function ask(client: Client): Promise<ExchangeEnd> {
  return new Promise((resolve) => {
    const request = { method: 'GET', path: '/', headers: {}, body: null } as const;
    new Exchange(resolve, () => {}).start(client, request);
  });
}

test('connections opened in advance carry no request, and the first requests use them', async () => {
  const server = await serve(answer);
  const connections = await connectionsTo(server);
  await connections.openInAdvance(5);
  await expect.poll(server.connections, PATIENT).toBe(5);
  expect(server.requests()).toBe(0);
  expect(connections.size).toBe(5);
  const ends = await Promise.all(Array.from({ length: 5 }, () => ask(connections.take()!)));
  expect(ends).toMatchObject(ends.map(() => ({ kind: 'response', response: { status: 200 } })));
  expect(server.connections()).toBe(5);
  expect(connections.size).toBe(5);
  await ask(connections.take()!);
  expect(server.connections()).toBe(6);
});

test('opens no more in advance than the limit allows', async () => {
  const server = await serve(answer);
  const connections = await connectionsTo(server, 3);
  await connections.openInAdvance(50);
  expect(connections.size).toBe(3);
  for (let index = 0; index < 3; index += 1) await ask(connections.take()!);
  expect(connections.take()).toBeNull();
  expect(server.connections()).toBe(3);
});

test('a connection that the target closes while idle costs no request', async () => {
  const server = await serve(answer, undefined, (socket) => {
    if (server.connections() <= 4) socket.end();
  });
  const connections = await connectionsTo(server);
  await connections.openInAdvance(4);
  await expect.poll(() => connections.size, PATIENT).toBe(0);
  expect(await ask(connections.take()!)).toMatchObject({ kind: 'response' });
  expect(server.connections()).toBe(5);
});

test('closes an unused connection', async () => {
  let closed = false;
  const server = await serve(answer, undefined, (socket) => {
    socket.once('close', () => {
      closed = true;
    });
  });
  const connections = await connectionsTo(server);
  await connections.openInAdvance(1);
  await expect.poll(() => closed, PATIENT).toBe(true);
  expect(connections.size).toBe(0);
});

test('leaves it to requests to report an unreachable target', async () => {
  const server = await serve(answer);
  const connections = await connectionsTo(server);
  await server.close();
  await connections.openInAdvance(3);
  expect(connections.size).toBe(0);
  expect(await ask(connections.take()!)).toEqual({ kind: 'network', code: 'ECONNREFUSED' });
});
