/** The server of a run's page, over loopback. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { PageServer } from '../../src/ui/page-server.ts';
import { partsOf } from './parts.ts';
import { ask, openStream } from './stream.ts';

const servers: PageServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(text = 'one') {
  const server = new PageServer(partsOf(text));
  servers.push(server);
  return { server, url: await server.listen() };
}

const isEnd = ({ kind }: { kind: string }) => kind === 'end';
const says = (text: string) => (event: { data: { main: string } }) =>
  event.data.main.includes(text);

test('the address is on this machine only and cannot be guessed', async () => {
  const [one, other] = [await serve(), await serve()];
  expect(one.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}\/$/);
  expect(new URL(one.url).pathname).not.toBe(new URL(other.url).pathname);
});

test('the document is a page with what is known, closed to everything but its own server', async () => {
  const { url } = await serve('so far');
  const { status, headers, body } = await ask(url);
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['access-control-allow-origin']).toBeUndefined();
  expect(headers['content-security-policy']).toBe("frame-ancestors 'none'");
  expect(body).toContain('<p>so far</p>');
  expect(body).toMatch(
    /default-src 'none'; script-src 'sha256-[^;]+; style-src 'sha256-[^;]+; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'"/,
  );
});

test.each([
  ['another path', (url: string) => ask(new URL('/', url).href), 404],
  ['the path without its slash', (url: string) => ask(url.slice(0, -1)), 404],
  ['a path below it', (url: string) => ask(`${url}../../etc/passwd`), 404],
  ['a query', (url: string) => ask(`${url}?x`), 404],
  ["another site's name", (url: string) => ask(url, { headers: { host: 'example.com' } }), 403],
  [
    'a name that begins alike',
    (url: string) => ask(url, { headers: { host: '127.0.0.1.nip.io' } }),
    403,
  ],
  [
    "another site's name for events",
    (url: string) => ask(`${url}events`, { headers: { host: 'a.example:80' } }),
    403,
  ],
  ['POST', (url: string) => ask(url, { method: 'POST' }), 405],
  [
    'OPTIONS, as before a request from another site',
    (url: string) => ask(url, { method: 'OPTIONS' }),
    405,
  ],
] as const)('%s is refused with nothing of the page', async (_, asked, expected) => {
  const { url } = await serve();
  const { status, body, headers } = await asked(url);
  expect(status).toBe(expected);
  expect(body).toBe('');
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

test.each(['localhost', 'localhost:8080', '127.0.0.1:9'])(
  '%s is this machine, by whatever port',
  async (host) => {
    const { url } = await serve();
    expect((await ask(url, { headers: { host } })).status).toBe(200);
  },
);

test('every browser gets the whole state at once, and then each change', async () => {
  const { server, url } = await serve('one');
  const early = await openStream(url);
  await early.until(says('one'));
  server.publish(partsOf('two'));
  const late = await openStream(url);
  await Promise.all([early.until(says('two')), late.until(says('two'))]);
  expect(late.events).toHaveLength(1);
  expect(late.events[0]!.data.data).toBeDefined();
  server.publish(partsOf('three'));
  await Promise.all([early.until(says('three')), late.until(says('three'))]);
});

test('a browser that comes back gets what it missed, and nothing it has', async () => {
  const { server, url } = await serve('one');
  const before = await openStream(url);
  const { id } = await before.until(says('one'));
  before.close();
  const same = await openStream(url, id);
  server.publish(partsOf('two'));
  await same.until(says('two'));
  expect(same.events.map(({ data }) => data.main)).toEqual(['\n<p>two</p>\n']);
  // The charts are as they were.
  expect(same.events[0]!.data.data).toBeUndefined();
});

test('at the end every browser gets the last state, and the server goes when they have it', async () => {
  const { server, url } = await serve();
  const streams = [await openStream(url), await openStream(url)];
  for (const stream of streams) void stream.until(isEnd).then(stream.seen);
  await server.end(partsOf('the report'));
  for (const { events } of streams)
    expect(events.at(-1)).toMatchObject({ kind: 'end', data: { main: '\n<p>the report</p>\n' } });
  await expect(ask(url)).rejects.toThrow(/ECONNREFUSED/);
});

test('the server stays a moment for a browser that lost the connection just before the end', async () => {
  const { server, url } = await serve();
  const lost = await openStream(url);
  await lost.until(says('one'));
  lost.close();
  await lost.closed;
  const ended = server.end(partsOf('the report'));
  const back = await openStream(url);
  await back.until(isEnd);
  await back.seen();
  await ended;
});

test('a browser that never lets go does not keep the server', async () => {
  const { server, url } = await serve();
  const stream = await openStream(url);
  await server.end(partsOf('the report'));
  await stream.closed;
  expect(stream.events.at(-1)!.kind).toBe('end');
});

test('without a browser the end takes no time', async () => {
  const { server } = await serve();
  const startedMs = performance.now();
  await server.end(partsOf('the report'));
  // It would wait two seconds for one.
  expect(performance.now() - startedMs).toBeLessThan(1_900);
});

test('a browser that does not read gets the newest state later, not all states', async () => {
  const { server, url } = await serve();
  const { port, pathname, host } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1').setEncoding('latin1');
  socket.write(`GET ${pathname}events HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  await once(socket, 'readable');
  const megabyte = 'x'.repeat(1_000_000);
  for (let state = 1; state <= 60; state += 1)
    server.publish(partsOf(`state ${state} ${megabyte}`));
  let received = '';
  socket.on('data', (text) => {
    received += text;
    if (received.includes('state 60 ')) socket.destroy();
  });
  await once(socket, 'close');
  const states = [...received.matchAll(/state (\d+) /g)].map(([, state]) => Number(state));
  // What the system's buffers hold, and the newest.
  expect(states.at(-1)).toBe(60);
  expect(states.length).toBeLessThan(30);
});
