/**
 * Samples ConcurrentRequestsPerModel, each instance's concurrent requests, five times per period.
 * Sampling adds no cost per request, and the samples' average is the average over time.
 */
import type { Fleet } from './fleet.ts';
import { CONCURRENCY_METRICS } from './metrics.ts';
import { MetricsStore, type StoreSettings } from './metrics-store.ts';

const SAMPLES_PER_PERIOD = 5;

export class ConcurrencySampler {
  readonly store: MetricsStore<'ConcurrentRequestsPerModel'>;
  readonly #fleet: Fleet;
  readonly #intervalMs: number;
  #number: number;

  constructor(fleet: Fleet, settings: StoreSettings) {
    this.store = new MetricsStore(CONCURRENCY_METRICS, settings);
    this.#fleet = fleet;
    this.#intervalMs = settings.basePeriodMs / SAMPLES_PER_PERIOD;
    this.#number = Math.ceil(settings.startMs / this.#intervalMs);
  }

  /** In the middle of an interval, so that no sample falls on a period boundary. */
  get nextDueMs(): number {
    return (this.#number + 0.5) * this.#intervalMs;
  }

  /** Takes a sample if one is due by `nowMs`. */
  sample(nowMs: number): void {
    if (this.nextDueMs > nowMs) return;
    const atMs = this.nextDueMs;
    this.#number += 1;
    for (const requests of this.#fleet.outstanding(atMs)) {
      this.store.add('ConcurrentRequestsPerModel', atMs, requests);
    }
  }
}
