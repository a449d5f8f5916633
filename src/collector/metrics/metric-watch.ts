/** Watches the metrics: each poll requests the whole run so far and records what is new. */
import { DatapointBook, FINAL_AFTER_PERIODS } from '../datapoint-book.ts';
import type { PollContext, Poller } from '../poller.ts';
import { fetchContainers } from './containers.ts';
import { fetchMetrics, type MetricWindow } from './fetch-metrics.ts';
import { periodsOf, type WatchedVariant, watchedMetrics } from './watched-metrics.ts';

export interface MetricIntervals {
  readonly metricsMs: number;
  /** Containers do not change, but CloudWatch may be late to list their metrics. */
  readonly containersMs: number;
}

/** Periods to request from before the start, to know the metrics before the load. */
const PERIODS_BEFORE = FINAL_AFTER_PERIODS + 2;
/**
 * The most periods that one poll looks back. With one-minute periods it is three hours: CloudWatch
 * keeps periods under a minute for that long, and accepts queries for them.
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

  /** @param variant returns what is known of the variant at the time of a poll */
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

  /** Of all metrics except ConcurrentRequestsPerModel. */
  get periodSeconds(): number {
    return this.#periodSeconds;
  }

  /** When CloudWatch last gave a complete response (AWS clock); null: never. */
  get completeAtMs(): number | null {
    return this.#completeAtMs;
  }

  /** Containers found later are still requested from the start of the run. */
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
 * From some periods before the start to the end of the current period (AWS clock): however late a
 * datapoint is and however often it is revised, the next poll sees it.
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
