/** An HTTP server on the loopback address, with limits on sizes, connections and time. */
import { once } from 'node:events';
import { createServer, type RequestListener, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { UserError } from '../../input/user-error.ts';

const HOST = '127.0.0.1';

/** What one client, or all together, can use of the process. */
export interface ServerLimits {
  readonly connections: number;
  /** Total size of a request's headers. */
  readonly headerBytes: number;
  /** Maximum number of headers. */
  readonly headers: number;
  /** From a request's first byte to the end of its headers. */
  readonly headersMs: number;
  /** From a request's first byte to its last. */
  readonly requestMs: number;
  /** How often these two limits are checked. */
  readonly checkMs: number;
}

/** Far more than a load generator needs, far less than what would exhaust the process. */
const LIMITS: ServerLimits = {
  connections: 4096,
  headerBytes: 16 * 1024,
  headers: 100,
  headersMs: 10_000,
  requestMs: 60_000,
  checkMs: 1_000,
};

export interface LoopbackServer {
  readonly port: number;
  readonly url: string;
  /** Ends every connection; resolves when the port is free. */
  close(): Promise<void>;
}

/**
 * @param port 0 for any free port
 * @throws UserError when the port is unavailable
 */
export async function listen(
  handler: RequestListener,
  port: number,
  limits: ServerLimits = LIMITS,
): Promise<LoopbackServer> {
  const server = createServer(
    {
      keepAlive: true,
      keepAliveTimeout: 65_000,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      maxHeaderSize: limits.headerBytes,
    },
    handler,
  );
  server.maxConnections = limits.connections;
  server.maxHeadersCount = limits.headers;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
    refuse(error, socket as Socket),
  );
  server.listen(port, HOST);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw unavailable(port, cause as NodeJS.ErrnoException);
  }
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    url: `http://${HOST}:${address.port}`,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const REFUSALS = new Map([
  ['HPE_HEADER_OVERFLOW', 431],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
]);

/** Input that is not HTTP, or takes too long to arrive, gets a minimal response. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = REFUSALS.get(error.code ?? '') ?? 400;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
}

function unavailable(port: number, cause: NodeJS.ErrnoException): UserError {
  const problem =
    cause.code === 'EADDRINUSE'
      ? 'is in use'
      : cause.code === 'EACCES'
        ? 'may not be used by this user'
        : `is unavailable (${cause.message})`;
  return new UserError(
    `Port ${port} on ${HOST} ${problem}; choose another, or 0 for any free port.`,
    {
      cause,
    },
  );
}
