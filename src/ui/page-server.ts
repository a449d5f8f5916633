/**
 * Serves one page to browsers on this machine: the document, and its changes as server-sent events.
 *
 * Loopback only, below a random path, for GET, and only where the browser was sent to this machine by
 * name or address: a website whose name was pointed here (DNS rebinding) is refused.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PageParts } from '../report/html/report-parts.ts';
import { EventStream, RETRY_MS } from './event-stream.ts';
import { documentOf, hasAccordingTo, nextState, type PageState } from './page-state.ts';

const HOST = '127.0.0.1';
/** Any port: `ssh -L` may forward another one. */
const OWN_NAMES = /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/;
const KEEP_ALIVE_MS = 15_000;
/** How long browsers may take to get the last state. */
const LAST_WORD_MS = 2_000;

const HEADERS = {
  // In a header, because a policy in the document cannot say it; the rest of it stands there.
  'content-security-policy': "frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
} as const;

export class PageServer {
  readonly #server: Server;
  readonly #path: string;
  readonly #onBrowser: () => Promise<void>;
  readonly #streams = new Map<ServerResponse, EventStream>();
  readonly #keepAlive: NodeJS.Timeout;
  #state: PageState;
  /** When browsers went that have not come back. */
  #lostAtMs: number[] = [];
  #onSeen: () => void = () => {};

  /** @param onBrowser called when one wants to see the page, which gets what was published by then */
  constructor(first: PageParts, onBrowser: () => Promise<void> = async () => {}) {
    this.#state = nextState(null, first, false);
    this.#onBrowser = onBrowser;
    this.#path = `/${randomBytes(16).toString('base64url')}/`;
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.maxConnections = 64;
    this.#keepAlive = setInterval(() => {
      for (const stream of this.#streams.values()) stream.keepAlive();
    }, KEEP_ALIVE_MS);
  }

  /** @returns the page's address */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, HOST, resolve);
    });
    const { port } = this.#server.address() as AddressInfo;
    return `http://${HOST}:${port}${this.#path}`;
  }

  get isWatched(): boolean {
    return this.#streams.size > 0;
  }

  publish(parts: PageParts): void {
    this.#next(parts, false);
  }

  /**
   * Sends the last state and resolves when browsers have said that they have it, also those that have just
   * lost the connection and are on their way back. That a stream closes says nothing: it may be cut.
   */
  async end(parts: PageParts): Promise<void> {
    const since = performance.now() - 2 * RETRY_MS;
    let awaited = this.#streams.size + this.#lostAtMs.filter((atMs) => atMs > since).length;
    if (awaited > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LAST_WORD_MS);
        this.#onSeen = () => {
          awaited -= 1;
          if (awaited > 0) return;
          clearTimeout(timer);
          resolve();
        };
        this.#next(parts, true);
      });
    }
    await this.close();
  }

  async close(): Promise<void> {
    clearInterval(this.#keepAlive);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // An end in order, so that no browser takes it for a fault.
    for (const response of this.#streams.keys()) response.end();
    await nextTurn();
    this.#server.closeAllConnections();
    await closed;
  }

  #next(parts: PageParts, isLast: boolean): void {
    const before = this.#state;
    this.#state = nextState(before, parts, isLast);
    if (this.#state === before) return;
    for (const stream of this.#streams.values()) stream.send(this.#state);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const answer = (status: number, more = {}) =>
      response.writeHead(status, { ...HEADERS, ...more }).end();
    if (!OWN_NAMES.test(request.headers.host ?? '')) answer(403);
    else if (request.method !== 'GET') answer(405, { allow: 'GET' });
    else if (request.url === this.#path) void this.#sendDocument(response);
    else if (request.url === `${this.#path}events`) this.#startStream(request, response);
    else if (request.url === `${this.#path}seen`) {
      answer(204);
      this.#onSeen();
    } else answer(404);
  }

  async #sendDocument(response: ServerResponse): Promise<void> {
    await this.#onBrowser();
    response
      .writeHead(200, { ...HEADERS, 'content-type': 'text/html; charset=utf-8' })
      .end(documentOf(this.#state));
  }

  #startStream(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    const id = request.headers['last-event-id'];
    const stream = new EventStream(
      response,
      hasAccordingTo(typeof id === 'string' ? id : undefined),
    );
    this.#streams.set(response, stream);
    response.once('close', () => {
      this.#streams.delete(response);
      this.#lostAtMs.push(performance.now());
    });
    this.#lostAtMs.shift();
    stream.send(this.#state);
    void this.#onBrowser();
  }
}
