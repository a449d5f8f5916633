/** Metrics that users put, one store each. */
import type { Sample } from './distribution.ts';
import { type MetricName, metricSource } from './metric-source.ts';
import { MetricsStore } from './metrics-store.ts';
import { STATISTICS } from './statistics.ts';

/** More than a script puts by hand; it bounds what the stand-in keeps. */
const MAX_METRICS = 500;
/** Data may be put this many periods late. */
const LATE_PERIODS = 3 * 24 * 60;

export class UserMetrics {
  readonly #basePeriodMs: number;
  readonly #onStore: (store: MetricsStore, nowMs: number) => void;
  readonly #stores: MetricsStore[] = [];

  /** @param onStore called with each new store */
  constructor(basePeriodMs: number, onStore: (store: MetricsStore, nowMs: number) => void) {
    this.#basePeriodMs = basePeriodMs;
    this.#onStore = onStore;
  }

  get stores(): readonly MetricsStore[] {
    return this.#stores;
  }

  /** @returns false when there are too many metrics already */
  put(name: MetricName, atMs: number, samples: readonly Sample[], nowMs: number): boolean {
    const store = metricSource(this.#stores, name)?.store ?? this.#open(name, nowMs);
    if (!store) return false;
    for (const { value, count } of samples) store.add(name.metricName, atMs, value, count);
    return true;
  }

  #open({ namespace, metricName, dimensions, unit = 'None' }: MetricName, nowMs: number) {
    if (this.#stores.length >= MAX_METRICS) return undefined;
    const definition = {
      namespace,
      unit,
      statistics: STATISTICS,
      percentiles: true,
      zeroWhenIdle: false,
    };
    const store = new MetricsStore<string>(
      { [metricName]: definition },
      {
        basePeriodMs: this.#basePeriodMs,
        // Recorded: an alarm on a custom metric is evaluated as soon as the period is over.
        publishDelayMs: 0,
        startMs: nowMs - LATE_PERIODS * this.#basePeriodMs,
        dimensions,
      },
    );
    this.#stores.push(store);
    this.#onStore(store, nowMs);
    return store;
  }
}
