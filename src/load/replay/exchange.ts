/** One request on one connection: collects a bounded response and reports how it ended, once. */
import type { Client, Dispatcher } from 'undici';
import type { HttpRequest, HttpResponse } from '../../systems/contract.ts';

/** Far more than any prediction; longer responses are aborted. */
export const MAX_RESPONSE_BYTES = 256 * 1024;

export type ExchangeEnd =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'too-large'; readonly status: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'network'; readonly code: string };

const TIMED_OUT = new Error('the request took longer than its timeout');
const TOO_LARGE = new Error('the response is longer than the harness reads');

export class Exchange implements Dispatcher.DispatchHandler {
  readonly #onEnd: (end: ExchangeEnd) => void;
  readonly #onFree: () => void;
  #controller: Dispatcher.DispatchController | null = null;
  #status = 0;
  #headers: HttpResponse['headers'] = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  #ended = false;

  /**
   * @param onEnd called once, when the request's outcome is known
   * @param onFree called once, when the connection can carry another request; after a timeout, this
   *   is later than `onEnd`, because the socket has to be torn down first
   */
  constructor(onEnd: (end: ExchangeEnd) => void, onFree: () => void) {
    this.#onEnd = onEnd;
    this.#onFree = onFree;
  }

  start(client: Client, request: HttpRequest): void {
    client.dispatch(request as Dispatcher.DispatchOptions, this);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Ends the request as a timeout if it has not ended yet. */
  expire(): void {
    if (this.#ended) return;
    this.#end({ kind: 'timeout' });
    // Without a controller, the request still waits for its connection, whose own timeout frees it.
    this.#controller?.abort(TIMED_OUT);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(TIMED_OUT);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: HttpResponse['headers'],
  ): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= MAX_RESPONSE_BYTES) {
      this.#chunks.push(chunk);
      return;
    }
    this.#chunks = [];
    this.#end({ kind: 'too-large', status: this.#status });
    controller.abort(TOO_LARGE);
  }

  onResponseEnd(): void {
    const [first] = this.#chunks;
    const bytes = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.#end({
      kind: 'response',
      response: { status: this.#status, headers: this.#headers, body: bytes.toString('utf8') },
    });
    this.#onFree();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end({ kind: 'network', code: (error as NodeJS.ErrnoException).code ?? error.name });
    this.#onFree();
  }

  #end(end: ExchangeEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(end);
  }
}
