/** Watches the metrics: each poll requests the whole run so far and records what is new. */
import { METRIC_PERIOD_SECONDS } from '../../aws/target-tracking.ts';
import type { AlarmObservation, EndpointConfigObservation } from '../../record/aws-events.ts';
import { DatapointBook, FINAL_AFTER_MINUTES } from '../datapoint-book.ts';
import type { PollContext, Poller } from '../poller.ts';
import { type AlarmedMetric, asAlarmsReadThem } from './alarmed-metrics.ts';
import { fetchContainers } from './containers.ts';
import { fetchMetrics, type MetricWindow } from './fetch-metrics.ts';
import { periodsOf } from './periods.ts';
import { ownMetrics, type WatchedVariant, watchedMetrics } from './watched-metrics.ts';

export interface MetricIntervals {
  readonly metricsMs: number;
  /** Containers do not change, but CloudWatch may be late to list their metrics. */
  readonly containersMs: number;
}

/** Periods to request from before the start, to know the metrics before the load. */
const PERIODS_BEFORE = FINAL_AFTER_MINUTES + 2;
/**
 * The most minutes that one poll looks back, three hours: CloudWatch keeps periods under a minute for that
 * long, and accepts queries for them.
 */
const MOST_MINUTES = 180;

/** What is known of the endpoint at the time of a poll. */
export interface KnownVariant extends Omit<WatchedVariant, 'containers' | 'alarmed'> {
  readonly metrics: EndpointConfigObservation['metrics'];
  readonly alarms: readonly AlarmObservation[];
  /** What alarms and policies read. */
  readonly alarmed: readonly AlarmedMetric[];
}

export class MetricWatch {
  readonly book = new DatapointBook();
  readonly poller: Poller;
  readonly #containerPoller: Poller;
  readonly #context: PollContext;
  readonly #variant: () => KnownVariant;
  #containers: readonly string[] = [];
  #periodSeconds: number;
  #minuteSeconds: number;
  #completeAtMs: number | null = null;

  /** @param variant returns what is known of the variant at the time of a poll */
  constructor(
    context: PollContext,
    variant: () => KnownVariant,
    { metricsMs, containersMs }: MetricIntervals,
  ) {
    this.#context = context;
    this.#variant = variant;
    this.#periodSeconds = context.watch.periodSeconds;
    this.#minuteSeconds = minuteOf(context.watch.periodSeconds);
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

  /** The longest at which requests are counted. */
  get periodSeconds(): number {
    return this.#periodSeconds;
  }

  /** How long CloudWatch's minute takes here. */
  get minuteSeconds(): number {
    return this.#minuteSeconds;
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
    const { watch, clients, now, sinceMs, awsTime, write, doubt } = this.#context;
    const { alarms, alarmed, metrics: published, ...variant } = this.#variant();
    const periods = periodsOf(watch, alarms, published);
    this.#periodSeconds = Math.max(periods.invocationSeconds, periods.frontSeconds);
    this.#minuteSeconds = minuteOf(periods.frontSeconds);
    const own = ownMetrics(watch, variant.hosting, periods);
    const read = asAlarmsReadThem(own, alarmed, periods.frontSeconds);
    doubt(read.doubts);
    const known = { ...variant, containers: this.#containers, alarmed: read.metrics };
    const metrics = watchedMetrics(watch, known, periods);
    const asked = new Set(metrics.map(({ periodSeconds }) => periodSeconds));
    const window = windowOf(awsTime(sinceMs), awsTime(now()), {
      periodMs: Math.max(...asked) * 1_000,
      minuteMs: this.#minuteSeconds * 1_000,
    });
    const { readings, incomplete } = await fetchMetrics(clients.cloudWatch, metrics, window);
    const awsNowMs = awsTime(now());
    this.book.observe(now(), awsNowMs, readings, this.#minuteSeconds).forEach(write);
    this.book.forget(
      ({ timestampMs, periodSeconds }) => timestampMs < window.startMs || !asked.has(periodSeconds),
    );
    if (incomplete !== null) throw partialData(incomplete);
    this.#completeAtMs = awsNowMs;
  }
}

/**
 * From some periods before the start to the end of the current period (AWS clock), in whole periods of the longest: however late a
 * datapoint is and however often it is revised, the next poll sees it.
 */
export function windowOf(
  startedMs: number,
  awsNowMs: number,
  { periodMs, minuteMs }: { readonly periodMs: number; readonly minuteMs: number },
): MetricWindow {
  const fromMs = Math.max(
    startedMs - PERIODS_BEFORE * periodMs,
    awsNowMs - MOST_MINUTES * minuteMs,
  );
  return {
    startMs: Math.floor(fromMs / periodMs) * periodMs,
    endMs: Math.ceil(awsNowMs / periodMs) * periodMs,
  };
}

/** Periods of more than a minute are a choice of the scenario or of an alarm; AWS's minutes are not longer. */
function minuteOf(periodSeconds: number): number {
  return Math.min(METRIC_PERIOD_SECONDS, periodSeconds);
}

function partialData(status: string): Error {
  const message = `CloudWatch answered ${status}: some datapoints are missing`;
  return Object.assign(new Error(message), { name: status });
}
