/** Tracks which of a store's periods ends next, and which becomes visible next. */
import type { MetricsStore } from './metrics-store.ts';

export class PeriodClock {
  readonly store: MetricsStore;
  #closing: number;
  #publishing: number;

  constructor(store: MetricsStore, startMs: number) {
    this.store = store;
    this.#closing = store.indexAt(startMs);
    this.#publishing = this.#closing;
  }

  get nextDueMs(): number {
    return Math.min(this.store.endOf(this.#closing), this.store.visibleAtMs(this.#publishing));
  }

  /** The next period that has ended by `nowMs`; each is returned once, one per call. */
  takeClosed(nowMs: number): number | undefined {
    return this.store.endOf(this.#closing) <= nowMs ? this.#closing++ : undefined;
  }

  /** The next period that is visible by `nowMs`; each is returned once, one per call. */
  takePublished(nowMs: number): number | undefined {
    return this.store.visibleAtMs(this.#publishing) <= nowMs ? this.#publishing++ : undefined;
  }
}
