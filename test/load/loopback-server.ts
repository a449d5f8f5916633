/** A prediction API on loopback that behaves as a test tells it to, and counts what it got. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface LoopbackServer {
  readonly origin: string;
  readonly requests: () => number;
  readonly connections: () => number;
  close(): Promise<void>;
}

export type Behaviour = (
  response: ServerResponse,
  request: IncomingMessage,
  /** 1 for the first request. */
  number: number,
  server: LoopbackServer,
) => void;

export const CORRECT_BODY =
  '{"statusCode":200,"headers":{"Content-Type":"text/plain"},"body":"Your Wine class is Cultivar 0"}';

/**
 * @param onRequest called as a request's head arrives, for tests that read its body
 * @param onConnection called as a connection opens, for tests that close it
 */
export async function serve(
  behave: Behaviour,
  onRequest?: (request: IncomingMessage) => void,
  onConnection?: (socket: Socket) => void,
): Promise<LoopbackServer> {
  let requests = 0;
  let connections = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const number = requests;
    onRequest?.(request);
    request.resume().once('end', () => behave(response, request, number, loopback));
  });
  server.on('connection', (socket) => {
    connections += 1;
    onConnection?.(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const loopback: LoopbackServer = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return loopback;
}
