/** A bounded HTTP server on the loopback address. */
import { once } from 'node:events';
import { createServer, type RequestListener, STATUS_CODES } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { UserError } from '../../user-error.ts';

const HOST = '127.0.0.1';
/** Far more than a load generator needs, far fewer than would exhaust the process. */
const MAX_CONNECTIONS = 4096;

export interface LoopbackServer {
  readonly port: number;
  readonly url: string;
  /** Ends every connection; resolves when the port is free. */
  close(): Promise<void>;
}

/** @param port 0 for any. Throws a UserError when it cannot be had. */
export async function listen(handler: RequestListener, port: number): Promise<LoopbackServer> {
  const server = createServer(
    {
      keepAlive: true,
      keepAliveTimeout: 65_000,
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      maxHeaderSize: 16 * 1024,
    },
    handler,
  );
  server.maxConnections = MAX_CONNECTIONS;
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

/** What is not even HTTP gets a bare answer. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
}

function unavailable(port: number, cause: NodeJS.ErrnoException): UserError {
  const problem =
    cause.code === 'EADDRINUSE'
      ? 'is in use'
      : cause.code === 'EACCES'
        ? 'may not be used by this user'
        : `cannot be listened on (${cause.message})`;
  return new UserError(
    `Port ${port} on ${HOST} ${problem}; choose another, or 0 for any free one.`,
    {
      cause,
    },
  );
}
