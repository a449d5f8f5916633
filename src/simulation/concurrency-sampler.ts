/**
 * ConcurrentRequestsPerModel: how many requests each instance has at once, looked at five times a
 * period. Sampling costs a request nothing, and its average is the average over time.
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

  /** In the middle of an interval, so that no sample lies on the border of two periods. */
  get nextDueMs(): number {
    return (this.#number + 0.5) * this.#intervalMs;
  }

  /** Takes the sample that is due at `nowMs`, if one is. */
  sample(nowMs: number): void {
    if (this.nextDueMs > nowMs) return;
    const atMs = this.nextDueMs;
    this.#number += 1;
    for (const requests of this.#fleet.outstanding(atMs)) {
      this.store.add('ConcurrentRequestsPerModel', atMs, requests);
    }
  }
}
