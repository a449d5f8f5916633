/** Watches the metrics: asks again for the whole run so far, and writes down what is new of it. */
import { DatapointBook, FINAL_AFTER_PERIODS } from '../datapoint-book.ts';
import type { PollContext, Poller } from '../poller.ts';
import { fetchContainers } from './containers.ts';
import { fetchMetrics, type MetricWindow } from './fetch-metrics.ts';
import { periodsOf, type WatchedVariant, watchedMetrics } from './watched-metrics.ts';

export interface MetricIntervals {
  readonly metricsMs: number;
  /** Containers do not change; but CloudWatch may list the first of their metrics late. */
  readonly containersMs: number;
}

/** Periods before the start that are asked for: what the metrics stood at before the load. */
const PERIODS_BEFORE = FINAL_AFTER_PERIODS + 2;
/**
 * Periods that one poll looks back at most. With those of a minute it is the three hours for which
 * CloudWatch keeps periods under a minute, and takes them in a query.
 */
const MOST_PERIODS = 180;

export class MetricWatch {
  readonly book = new DatapointBook();
  readonly poller: Poller;
  readonly #containerPoller: Poller;
  readonly #context: PollContext;
  readonly #variant: () => Omit<WatchedVariant, 'containers'>;
  #containers: readonly string[] = [];
  #periodSeconds: number;
  #completeAtMs: number | null = null;

  /** @param variant what has been learnt of it by the time of a poll */
  constructor(
    context: PollContext,
    variant: () => Omit<WatchedVariant, 'containers'>,
    { metricsMs, containersMs }: MetricIntervals,
  ) {
    this.#context = context;
    this.#variant = variant;
    this.#periodSeconds = context.watch.periodSeconds;
    this.poller = context.poller({
      api: 'GetMetricData',
      intervalMs: metricsMs,
      poll: () => this.#pollMetrics(),
    });
    this.#containerPoller = context.poller({
      api: 'ListMetrics',
      intervalMs: containersMs,
      poll: () => this.#pollContainers(),
    });
  }

  /** Of all but ConcurrentRequestsPerModel. */
  get periodSeconds(): number {
    return this.#periodSeconds;
  }

  /** When CloudWatch last answered in full (AWS clock); null: never. */
  get completeAtMs(): number | null {
    return this.#completeAtMs;
  }

  /** Containers that become known later are asked for from the start on all the same. */
  async start(): Promise<void> {
    void this.#containerPoller.start();
    await this.poller.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#containerPoller.stop(), this.poller.stop()]);
  }

  async #pollContainers(): Promise<void> {
    if (this.#containers.length > 0) return;
    const { clients, watch } = this.#context;
    this.#containers = await fetchContainers(clients.cloudWatch, watch);
  }

  async #pollMetrics(): Promise<void> {
    const { watch, clients, now, sinceMs, awsTime, write } = this.#context;
    const variant = { ...this.#variant(), containers: this.#containers };
    const periods = periodsOf(watch, variant.alarms);
    this.#periodSeconds = periods.periodSeconds;
    const current = Object.values(periods);
    const startedMs = awsTime(sinceMs);
    const window = windowOf(startedMs, awsTime(now()), periods.periodSeconds * 1_000);
    const metrics = watchedMetrics(watch, variant, periods);
    const { readings, incomplete } = await fetchMetrics(clients.cloudWatch, metrics, window);
    const awsNowMs = awsTime(now());
    this.book.observe(now(), awsNowMs, readings).forEach(write);
    this.book.forget(
      ({ timestampMs, periodSeconds }) =>
        timestampMs < window.startMs || !current.includes(periodSeconds),
    );
    if (incomplete !== null) throw partialData(incomplete);
    this.#completeAtMs = awsNowMs;
  }
}

/**
 * From some periods before the start to the end of the period that is under way (AWS clock): however
 * late a datapoint comes and however often it is revised, the next poll sees it.
 */
export function windowOf(startedMs: number, awsNowMs: number, periodMs: number): MetricWindow {
  const fromMs = Math.max(
    startedMs - PERIODS_BEFORE * periodMs,
    awsNowMs - MOST_PERIODS * periodMs,
  );
  return {
    startMs: Math.floor(fromMs / periodMs) * periodMs,
    endMs: Math.ceil(awsNowMs / periodMs) * periodMs,
  };
}

function partialData(status: string): Error {
  const message = `CloudWatch answered ${status}: some datapoints are missing`;
  return Object.assign(new Error(message), { name: status });
}
