/**
 * Watches the prediction path under load and records what AWS reports, as it arrives.
 *
 * Each API is polled separately and at its own pace, with all metrics in one GetMetricData. A failed
 * poll becomes a gap in the record, never a guess, and stops no other poll. After the load the
 * collector settles: it continues until the datapoints that cover the load are final and, if asked
 * to, until it has seen a scale-in.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import {
  type AwsEvent,
  EVERY_CHECK_DECIDED,
  type PolicyObservation,
} from '../record/aws-events.ts';
import type { settleSchema, Watch } from '../scenario/schema.ts';
import { AlarmWatch } from './alarm-watch.ts';
import { type AwsClients, createClients } from './clients.ts';
import { ClockOffset } from './clock-offset.ts';
import { ComponentWatch } from './component-watch.ts';
import { DecisionWatch, type Moment } from './decision-watch.ts';
import { EndpointWatch } from './endpoint-watch.ts';
import type { Failure } from './failure.ts';
import { FunctionWatch } from './function-watch.ts';
import { InstanceWatch } from './instance-watch.ts';
import { trackedMetrics } from './metrics/alarmed-metrics.ts';
import { MetricWatch } from './metrics/metric-watch.ts';
import { type PollContext, Poller } from './poller.ts';
import { Recorder } from './recorder.ts';
import { ReportWatch } from './report-watch.ts';
import type { ScaleInWatch } from './scale-in-watch.ts';
import { ScalingWatch } from './scaling-watch.ts';
import {
  GIVE_UP_AFTER_FAILURES,
  type Settled,
  type Standing,
  settledBy,
  standingOf,
} from './settling.ts';

export interface CollectorOptions {
  readonly watch: Watch;
  readonly settle: z.infer<typeof settleSchema>;
  /** If it throws, polling ends, and `start` or `settle` throws the same error. */
  readonly write: (event: AwsEvent) => void;
  /** Defaults to clients of AWS, or of the stand-in that `watch` names. */
  readonly clients?: AwsClients | ((clock: ClockOffset) => AwsClients);
  /** Local epoch ms since when metrics and alarms matter; defaults to when watching begins. */
  readonly sinceMs?: number;
  /** Local epoch ms. */
  readonly now: () => number;
  readonly random: () => number;
}

/** Settings change rarely: polling them once per this many metric polls is often enough. */
const SETTINGS_EVERY_POLLS = 20;
/** Reports come once a change is over. */
const REPORTS_EVERY_POLLS = 4;
const LOOK_EVERY_MS = 200;
/** Metric polls between two looks at whether everything is decided. */
const DECISION_EVERY_POLLS = 3;

export class Collector {
  readonly #options: CollectorOptions;
  readonly #clients: AwsClients;
  readonly #recorder: Recorder;
  readonly #endpoint: EndpointWatch;
  readonly #component: ComponentWatch | null;
  readonly #scaling: ScalingWatch;
  readonly #alarms: AlarmWatch;
  readonly #instances: InstanceWatch;
  readonly #metrics: MetricWatch;
  readonly #function: FunctionWatch | null;
  readonly #reports: ReportWatch | null;

  constructor(options: CollectorOptions) {
    this.#options = options;
    const { watch, now, write } = options;
    const clock = new ClockOffset();
    const { clients = createClients(watch, clock, now) } = options;
    this.#clients = typeof clients === 'function' ? clients(clock) : clients;
    this.#recorder = new Recorder({ clock, now, write });
    const context = this.#context();
    const metricsMs = watch.metricPollSeconds * 1_000;
    const settingsMs = metricsMs * SETTINGS_EVERY_POLLS;
    const endpointMs = watch.pollSeconds * 1_000;
    this.#endpoint = new EndpointWatch(context, { endpointMs, configMs: metricsMs });
    const { functionName, inferenceComponent: name } = watch;
    this.#component = name ? new ComponentWatch(context, name, endpointMs) : null;
    this.#scaling = new ScalingWatch(context, { activitiesMs: metricsMs, settingsMs });
    this.#alarms = new AlarmWatch(context, () => this.#scaling.alarmNames, metricsMs);
    this.#instances = new InstanceWatch(
      context,
      () => ({
        enhanced: this.#endpoint.config?.metrics?.enhanced ?? false,
        count: this.#endpoint.current,
      }),
      metricsMs,
    );
    const variant = () => ({
      hosting: this.#endpoint.hosting,
      metrics: this.#endpoint.config?.metrics,
      instanceIds: this.#instances.ids,
      alarms: this.#alarms.alarms,
      alarmed: [...this.#alarms.metrics, ...trackedMetrics(this.#withoutAlarms())],
    });
    this.#metrics = new MetricWatch(context, variant, { metricsMs, containersMs: settingsMs });
    this.#function = functionName ? new FunctionWatch(context, functionName, settingsMs) : null;
    const reportsMs = metricsMs * REPORTS_EVERY_POLLS;
    this.#reports = watch.scalingReports ? new ReportWatch(context, reportsMs) : null;
  }

  /**
   * Polls everything once and keeps polling.
   * @returns why the endpoint could not be read, or null when it was
   */
  async start(): Promise<Failure | null> {
    this.#recorder.state('started');
    // First and alone: its response gives the clock offset, which all other times depend on.
    await this.#endpoint.start();
    await Promise.all([this.#component?.start(), this.#scaling.start(), this.#function?.start()]);
    // The policies name the alarms, and the alarms say which period to ask the metrics for.
    await Promise.all([this.#alarms.start(), this.#instances.start()]);
    await this.#metrics.start();
    void this.#reports?.start();
    this.#recorder.throwIfBroken();
    return this.#endpoint.poller.lastFailure;
  }

  /**
   * Continues until everything that covers the load is final, or `settle.maxSeconds` have passed.
   * @param loadEndedMs local epoch ms; defaults to now
   * @param isDecided whether nothing can change the verdict any more; settling then ends early
   */
  async settle(
    signal: AbortSignal,
    loadEndedMs = this.#options.now(),
    isDecided?: (areMetricsFinal: boolean) => Promise<boolean>,
  ): Promise<void> {
    this.#recorder.state('load-ended');
    this.#counts.await();
    const { now, settle, watch } = this.#options;
    const overdueMs = now() + settle.maxSeconds * 1_000;
    const everyMs = DECISION_EVERY_POLLS * watch.metricPollSeconds * 1_000;
    const decision = isDecided ? new DecisionWatch({ everyMs, isDecided, now }) : null;
    let settled = this.#settled(loadEndedMs, overdueMs);
    while (settled === null && !signal.aborted) {
      // An abort ends the wait early; the loop's own condition then ends the loop.
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
      this.#recorder.throwIfBroken();
      settled = this.#settled(loadEndedMs, overdueMs);
      if (settled === null && (await decision?.look(this.#moment(loadEndedMs))) === true) {
        settled = { state: 'settled', note: EVERY_CHECK_DECIDED };
      }
    }
    this.#recorder.state(settled?.state ?? 'stopped', settled?.note ?? 'interrupted');
  }

  async stop(): Promise<void> {
    const watches = [
      this.#endpoint,
      this.#component,
      this.#scaling,
      this.#alarms,
      this.#instances,
      this.#metrics,
      this.#function,
      this.#reports,
    ];
    await Promise.all(watches.map((each) => each?.stop()));
    this.#clients.destroy();
  }

  /** Policies whose alarms could not be read. */
  #withoutAlarms(): readonly PolicyObservation[] {
    const known = new Set(this.#alarms.alarms.map(({ name }) => name));
    return this.#scaling.policies.filter(
      ({ alarms = [] }) => !alarms.some((name) => known.has(name)),
    );
  }

  #settled(loadEndedMs: number, overdueMs: number): Settled | null {
    const { settle, now } = this.#options;
    const { poller: metrics } = this.#metrics;
    const pollers = [this.#endpoint.poller, this.#scaling.activities, metrics];
    return settledBy({
      standing: this.#standing(loadEndedMs),
      failures: pollers.map((poller) => poller.consecutiveFailures),
      areMetricsDenied:
        metrics.lastFailure?.kind === 'denied' &&
        metrics.consecutiveFailures >= GIVE_UP_AFTER_FAILURES,
      awaitsScaleIn: settle.untilScaleIn && this.#canScaleIn() && !this.#counts.seen,
      isOverdue: now() >= overdueMs,
      maxSeconds: settle.maxSeconds,
    });
  }

  #standing(loadEndedMs: number): Standing {
    const { book, periodSeconds, minuteSeconds, completeAtMs } = this.#metrics;
    const loadEndMs = this.#recorder.awsTime(loadEndedMs);
    return standingOf(book, { loadEndMs, periodSeconds, minuteSeconds, completeAtMs });
  }

  #moment(loadEndedMs: number): Moment {
    const { completeAtMs } = this.#metrics;
    const areMetricsFinal = this.#standing(loadEndedMs) === 'final';
    return { nowMs: this.#options.now(), completeAtMs, areMetricsFinal };
  }

  /** Of what scales: copies where a component is watched, else instances. */
  get #counts(): ScaleInWatch {
    return (this.#component ?? this.#endpoint).counts;
  }

  /** False for a variant without an instance count, or without a scalable target. */
  #canScaleIn(): boolean {
    return this.#counts.desired !== undefined && this.#scaling.hasTarget !== false;
  }

  #context(): PollContext {
    const { watch, now, random } = this.#options;
    const recorder = this.#recorder;
    const write = (event: AwsEvent) => recorder.write(event);
    const retryMs = watch.metricPollSeconds * 1_000;
    return {
      watch,
      clients: this.#clients,
      write,
      now,
      sinceMs: this.#options.sinceMs ?? now(),
      awsTime: (localMs) => recorder.awsTime(localMs),
      doubt: (doubts) => recorder.doubt(doubts),
      poller: (options) => new Poller({ ...options, retryMs, onGap: write, now, random }),
    };
  }
}
