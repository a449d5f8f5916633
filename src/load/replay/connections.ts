/**
 * A bounded set of keep-alive connections, one request at a time on each.
 *
 * A free list rather than undici's Pool: taking the most recently used connection is O(1) at any size
 * (a pool scans its busy clients), it keeps few sockets busy instead of many idle, and it reveals when
 * the limit is reached, which a load generator must report and a pool hides in its queue.
 */
import { buildConnector, Client } from 'undici';
import { SocketsInAdvance } from './sockets-in-advance.ts';

export interface ConnectionOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly maxConnections: number;
  readonly timeoutMs: number;
}

export class Connections {
  readonly #options: ConnectionOptions;
  readonly #idle: Client[] = [];
  readonly #all = new Set<Client>();
  readonly #inAdvance: SocketsInAdvance;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#inAdvance = new SocketsInAdvance(options);
  }

  /**
   * Opens connections ahead of the first request, up to the limit, and sends
   * nothing on them. Resolves when all are open or have failed, or after a second.
   */
  async openInAdvance(count: number): Promise<void> {
    await this.#inAdvance.open(Math.min(count, this.#options.maxConnections - this.#all.size));
  }

  /** @returns an idle connection, or null when all allowed connections are busy. */
  take(): Client | null {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#all.size >= this.#options.maxConnections) return null;
    const { origin, timeoutMs } = this.#options;
    const connect = buildConnector({ timeout: timeoutMs });
    const client = new Client(origin, {
      pipelining: 1,
      connect: (target, onConnected) => {
        const socket = this.#inAdvance.take();
        // Asynchronously, as for any new socket.
        if (socket) queueMicrotask(() => onConnected(null, socket));
        else connect(target, onConnected);
      },
      // The pacer times whole requests itself, to the millisecond; undici's timers are coarser.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#all.add(client);
    return client;
  }

  giveBack(client: Client): void {
    this.#idle.push(client);
  }

  /** Number of open connections. */
  get size(): number {
    return this.#all.size + this.#inAdvance.size;
  }

  async close(): Promise<void> {
    this.#inAdvance.close();
    await Promise.all([...this.#all].map((client) => client.destroy()));
    this.#all.clear();
    this.#idle.length = 0;
  }
}
