/** What a client can take of the stand-in's server, and where it stops. */
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { type LoopbackServer, listen, type ServerLimits } from '../../src/local/wire/server.ts';

const limits: ServerLimits = {
  connections: 3,
  headerBytes: 4096,
  headers: 10,
  headersMs: 100,
  requestMs: 200,
  checkMs: 20,
};
const servers: LoopbackServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function listening(changes: Partial<ServerLimits> = {}): Promise<LoopbackServer> {
  const server = await listen(
    (request, response) => {
      request.resume();
      request.on('end', () => response.end(`${Object.keys(request.headers).length} headers`));
    },
    0,
    { ...limits, ...changes },
  );
  servers.push(server);
  return server;
}

/** Sends what it is given and no more; resolves with the answer when the server hangs up. */
function send(port: number, text: string, host = '127.0.0.1'): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => socket.write(text));
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      answer ||= error.code ?? 'error';
    });
    socket.on('close', () => resolve(answer));
  });
}

test.each([
  { what: 'headers that never end', text: 'GET / HTTP/1.1\r\nhost: x\r\n' },
  {
    what: 'a body that never ends',
    text: 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nx',
  },
])('$what are given up with 408, and the connection is closed', async ({ text }) => {
  const { port } = await listening();
  expect(await send(port, text)).toMatch(/^HTTP\/1\.1 408 /);
});

test('a client that sends a byte now and then is given up as well', async () => {
  const { port } = await listening();
  const socket = connect(port, '127.0.0.1');
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => {});
  socket.resume();
  socket.write('GET / HTTP/1.1\r\n');
  let open = true;
  void closed.then(() => {
    open = false;
  });
  // Never a whole line: every byte keeps the connection busy, none ends the headers.
  while (open) {
    socket.write('x');
    await sleep(5);
  }
});

test('headers that are too long, or too many, are refused', async () => {
  const { port } = await listening();
  const request = (headers: string) =>
    send(port, `GET / HTTP/1.1\r\nhost: x\r\n${headers}connection: close\r\n\r\n`);
  const headers = (count: number) => Array.from({ length: count }, (_, i) => `x${i}: 1\r\n`);
  expect(await request(`x: ${'y'.repeat(5000)}\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  expect(await request(headers(50).join(''))).toMatch(/^HTTP\/1\.1 431 /);
  expect(await request(headers(7).join(''))).toMatch(/^HTTP\/1\.1 200 [\s\S]*9 headers$/);
});

test('connections beyond the bound are closed, and there is room again when others end', async () => {
  const { port } = await listening({ connections: 2, headersMs: 60_000, requestMs: 60_000 });
  const idle = await Promise.all(
    [1, 2].map(
      () =>
        new Promise<Socket>((resolve) => {
          const socket = connect(port, '127.0.0.1', () => resolve(socket));
        }),
    ),
  );
  const request = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
  await expect.poll(() => send(port, request)).not.toMatch(/^HTTP/);
  for (const socket of idle) socket.destroy();
  await expect.poll(() => send(port, request)).toMatch(/^HTTP\/1\.1 200 /);
});

test('nobody reaches it from another machine', async ({ skip }) => {
  const { port } = await listening();
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  if (!outside) skip('this machine has no address but the loopback one');
  else expect(await send(port, '', outside.address)).toBe('ECONNREFUSED');
});
