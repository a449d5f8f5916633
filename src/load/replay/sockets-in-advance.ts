/**
 * Opens sockets before a load starts, so that its first requests need not wait for a connection.
 *
 * Nothing is sent on a socket before it is taken. Sockets that the target closes, or that are not
 * taken soon, are closed: a server may hold a thread for them, or drop them silently.
 */
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildConnector } from 'undici';

export interface SocketOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly timeoutMs: number;
}

/** A target that is slow to accept must not hold up the load. */
const OPEN_MS = 1_000;
const KEEP_MS = 3_000;

export class SocketsInAdvance {
  readonly #options: SocketOptions;
  /** Oldest first. */
  readonly #open = new Set<Socket>();
  #expiry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: SocketOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#open.size;
  }

  /**
   * Resolves when each is open or has failed, or after a second; sockets that open later are kept too.
   * Never rejects: the load's own requests will show any problem with the target.
   */
  async open(count: number): Promise<void> {
    const { origin, timeoutMs } = this.#options;
    const { protocol, host, hostname, port } = new URL(origin);
    const connect = buildConnector({ timeout: timeoutMs });
    // An IPv6 address without its brackets.
    const target = { protocol, host, hostname: hostname.replace(/^\[|\]$/g, ''), port };
    const opened = Array.from({ length: count }, async () => {
      const socket = await new Promise<Socket | null>((resolve) => {
        connect(target, (_error, socket) => resolve(socket));
      });
      if (socket) this.#keep(socket);
    });
    const late = new AbortController();
    await Promise.race([Promise.all(opened), sleep(OPEN_MS, null, late)]);
    late.abort();
    this.#expiry = setTimeout(() => this.close(), KEEP_MS).unref();
  }

  /** @returns the oldest that is still open, null when there is none */
  take(): Socket | null {
    for (const socket of this.#open) {
      this.#open.delete(socket);
      socket.removeListener('end', discard).removeListener('error', discard);
      if (!socket.destroyed) return socket;
    }
    return null;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#expiry);
    for (const socket of this.#open) socket.destroy();
    this.#open.clear();
  }

  #keep(socket: Socket): void {
    if (this.#closed) {
      socket.destroy();
      return;
    }
    this.#open.add(socket);
    socket.on('end', discard).on('error', discard);
    socket.once('close', () => this.#open.delete(socket));
  }
}

function discard(this: Socket): void {
  this.destroy();
}
