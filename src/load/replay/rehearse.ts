/**
 * Warms up the code of a load before the load: the first calls have to load and compile code, and a
 * thread that does so at 10,000 requests/s falls seconds behind.
 *
 * Sends a short plan to a server in this same thread, which answers every request with `{}`. It gets
 * the rows' methods and paths, but neither bodies nor headers, which may contain keys.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { buildPlan } from '../plan.ts';
import { Connections } from './connections.ts';
import { Replay, type ReplayOptions } from './replay.ts';

const SECONDS = 0.25;
const MIN_RPS = 200;
const MAX_RPS = 8_000;
/** A busy machine completes fewer requests; it must not delay the load. */
const MAX_MS = 2_000;
const CONNECTIONS = 50;

const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';
const HEADERS = { 'content-type': 'application/json' };

/**
 * Sends as many requests as the load's first second, within bounds, and resolves when they have been
 * answered. Skipped where a thread may not listen on loopback.
 */
export async function rehearse(options: ReplayOptions, signal: AbortSignal): Promise<void> {
  const server = await listen();
  if (server === null) return;
  const { port } = server.address() as AddressInfo;
  const connection = {
    origin: `http://127.0.0.1:${port}`,
    timeoutMs: options.timeoutMs,
    maxConnections: CONNECTIONS,
  };
  const connections = new Connections(connection);
  await connections.openInAdvance(CONNECTIONS / 2);
  const rps = Math.min(MAX_RPS, Math.max(MIN_RPS, options.plan.dueBefore(1_000)));
  const replay = new Replay({
    ...options,
    ...connection,
    connections,
    plan: buildPlan([{ name: 'rehearsal', durationSeconds: SECONDS, startRps: rps, endRps: rps }]),
    draw(index) {
      const { row, request } = options.draw(index);
      return { row, request: { ...request, headers: HEADERS, body: request.body && '{}' } };
    },
  });
  const stop = () => replay.stop();
  const timer = setTimeout(stop, MAX_MS);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  await replay.run();
  clearTimeout(timer);
  signal.removeEventListener('abort', stop);
  server.close();
}

async function listen(): Promise<Server | null> {
  const server = createServer((socket) => {
    socket.on('data', () => socket.write(ANSWER)).on('error', () => {});
  });
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  } catch {
    return null;
  }
}
