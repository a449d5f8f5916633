/**
 * Samples ConcurrentRequestsPerModel or PerCopy, each instance's or copy's concurrent requests, five times per period.
 * Sampling adds no cost per request, and the samples' average is the average over time.
 */
import { CONCURRENCY_METRIC, type ConcurrencyMetric } from './metrics.ts';
import { MetricsStore, type StoreSettings } from './metrics-store.ts';

const SAMPLES_PER_PERIOD = 5;

/** Outstanding requests of each instance in service, including queued ones. */
export type Outstanding = (atMs: number) => Iterable<number>;

export class ConcurrencySampler {
  readonly store: MetricsStore;
  readonly #metric: ConcurrencyMetric;
  readonly #outstanding: Outstanding | null;
  readonly #intervalMs: number;
  #number: number;

  /** @param outstanding null: nothing is sampled, and nothing published */
  constructor(
    outstanding: Outstanding | null,
    settings: StoreSettings,
    metric: ConcurrencyMetric = 'ConcurrentRequestsPerModel',
  ) {
    this.#metric = metric;
    this.store = new MetricsStore<string>({ [metric]: CONCURRENCY_METRIC }, settings);
    this.#outstanding = outstanding;
    this.#intervalMs = settings.basePeriodMs / SAMPLES_PER_PERIOD;
    this.#number = Math.ceil(settings.startMs / this.#intervalMs);
  }

  /** In the middle of an interval, so that no sample falls on a period boundary. */
  get nextDueMs(): number {
    return this.#outstanding === null
      ? Number.POSITIVE_INFINITY
      : (this.#number + 0.5) * this.#intervalMs;
  }

  /** What CloudWatch keeps of it. */
  get stores(): readonly MetricsStore[] {
    return this.#outstanding === null ? [] : [this.store];
  }

  /** Takes a sample if one is due by `nowMs`. */
  sample(nowMs: number): void {
    if (this.#outstanding === null || this.nextDueMs > nowMs) return;
    const atMs = this.nextDueMs;
    this.#number += 1;
    for (const requests of this.#outstanding(atMs)) {
      this.store.add(this.#metric, atMs, requests);
    }
  }
}
