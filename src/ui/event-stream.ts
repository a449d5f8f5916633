/** One browser's stream of states. A slow browser gets fewer of them, and no queue grows for it. */
import type { ServerResponse } from 'node:http';
import { type BrowserHas, eventFor, type PageState } from './page-state.ts';

/** A browser that lost the connection comes back after this time. */
export const RETRY_MS = 1_000;

export class EventStream {
  readonly #response: ServerResponse;
  #has: BrowserHas;
  /** Waits until what was sent before has left. */
  #newest: PageState | null = null;

  constructor(response: ServerResponse, has: BrowserHas) {
    this.#response = response;
    this.#has = has;
    response.on('drain', () => {
      const state = this.#newest;
      this.#newest = null;
      if (state !== null) this.send(state);
    });
    response.write(`retry: ${RETRY_MS}\n\n`);
  }

  send(state: PageState): void {
    if (this.#response.writableNeedDrain) {
      this.#newest = state;
      return;
    }
    const event = eventFor(state, this.#has);
    if (event === null) return;
    this.#has = state;
    this.#response.write(event);
  }

  /** A comment, so that nothing between takes the connection for dead. */
  keepAlive(): void {
    if (!this.#response.writableNeedDrain) this.#response.write(':\n\n');
  }
}
