/**
 * Times out requests with millisecond precision.
 *
 * All have the same timeout, so they expire in the order they were sent. A queue is enough; a timer
 * per request would cost more than the request.
 */
import type { Exchange } from './exchange.ts';
import { Fifo } from './fifo.ts';

interface Watched {
  readonly exchange: Exchange;
  readonly sentMs: number;
}

export class Timeouts {
  readonly #timeoutMs: number;
  readonly #sent = new Fifo<Watched>();

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  watch(exchange: Exchange, sentMs: number): void {
    this.#sent.push({ exchange, sentMs });
  }

  /** Times out what was sent a full timeout before `nowMs`, and forgets what has ended. */
  expire(nowMs: number): void {
    for (let oldest = this.#sent.peek(); oldest; oldest = this.#sent.peek()) {
      const { exchange, sentMs } = oldest;
      if (!exchange.ended && nowMs - sentMs < this.#timeoutMs) return;
      this.#sent.shift();
      exchange.expire();
    }
  }
}
