/**
 * Watches a variant while it is under load and writes down what AWS says, as it says it.
 *
 * Three pollers, each at its own pace: the endpoint (instance counts), the metrics (one GetMetricData
 * for all), the scaling side (activities, alarms and their history). A poll that fails becomes a gap
 * in the record, never a guess. After the load the collector settles: it goes on until the datapoints
 * that cover the load are final, and, when asked, a scale-in was seen.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type {
  ActivityObservation,
  AlarmObservation,
  AlarmTransition,
  AwsEvent,
  Datapoint,
} from '../run/events.ts';
import type { settleSchema, Watch } from '../scenario/schema.ts';
import { fetchAlarms, fetchTransitions } from './alarms.ts';
import { type AwsClients, createClients } from './clients.ts';
import { ClockOffset } from './clock-offset.ts';
import { DatapointBook, FINAL_AFTER_PERIODS } from './datapoint-book.ts';
import { fetchEndpoint } from './endpoint.ts';
import type { Failure } from './failure.ts';
import { fetchMetrics } from './metrics.ts';
import { News } from './news.ts';
import { Poller } from './poller.ts';
import { fetchActivities, fetchPolicies, fetchScalableTarget } from './scaling.ts';

export interface CollectorOptions {
  readonly watch: Watch;
  readonly settle: z.infer<typeof settleSchema>;
  readonly write: (event: AwsEvent) => void;
  /** Those of AWS, or of the stand-in that `watch` names, if absent. */
  readonly clients?: AwsClients;
  /** Local epoch ms. */
  readonly now: () => number;
  readonly random: () => number;
}

/** The metric that target tracking follows, and whose datapoints the settling waits for. */
const TRACKED_METRIC = 'InvocationsPerInstance';
const DEFAULT_PERIOD_SECONDS = 60;
/** Polls in a row that reached nothing, after which waiting for AWS to settle is pointless. */
const GIVE_UP_AFTER_FAILURES = 3;
/** Policies and bounds change rarely: every so many polls of the scaling side is often enough. */
const POLICY_EVERY_POLLS = 20;

export class Collector {
  readonly #options: CollectorOptions;
  readonly #clients: AwsClients;
  readonly #clock = new ClockOffset();
  readonly #book = new DatapointBook();
  readonly #pollers: { endpoint: Poller; metrics: Poller; scaling: Poller };
  readonly #activities = new News<ActivityObservation>(
    (activity) => activity.id,
    (activity) => `${activity.status}|${activity.endMs}|${activity.statusMessage}`,
  );
  readonly #alarms = new News<AlarmObservation>(
    (alarm) => alarm.name,
    ({ atMs: _, ...alarm }) => JSON.stringify(alarm),
  );
  readonly #transitions = new News<AlarmTransition>(
    (transition) => `${transition.name}|${transition.timestampMs}|${transition.to}`,
    () => '',
  );
  readonly #startedMs: number;
  #alarmNames: string[] = [];
  #periodSeconds = DEFAULT_PERIOD_SECONDS;
  #scalingPolls = 0;
  #desired: number | undefined;
  #scaleInSeen = false;
  #loadEndedMs: number | null = null;
  #clockPlusMinusMs: number | null = null;

  constructor(options: CollectorOptions) {
    this.#options = options;
    const { watch, now } = options;
    this.#startedMs = now();
    this.#clients = options.clients ?? createClients(watch, this.#clock, now);
    this.#pollers = {
      endpoint: this.#poller('DescribeEndpoint', watch.pollSeconds, () => this.#pollEndpoint()),
      scaling: this.#poller('DescribeScaling', watch.metricPollSeconds, () => this.#pollScaling()),
      metrics: this.#poller('GetMetricData', watch.metricPollSeconds, () => this.#pollMetrics()),
    };
  }

  /**
   * Polls everything once and keeps polling.
   * @returns why the endpoint could not be read, or null when it was
   */
  async start(): Promise<Failure | null> {
    this.#state('started');
    await this.#pollers.endpoint.start();
    // Scaling before metrics: the alarm says which period to ask the metrics for.
    await this.#pollers.scaling.start();
    await this.#pollers.metrics.start();
    return this.#pollers.endpoint.lastFailure;
  }

  /** Goes on until everything that covers the load is final, or `settle.maxSeconds` are over. */
  async settle(signal: AbortSignal): Promise<void> {
    const { settle, now } = this.#options;
    this.#loadEndedMs = now();
    this.#state('load-ended');
    const deadlineMs = this.#loadEndedMs + settle.maxSeconds * 1_000;
    let note = this.#settledNote(deadlineMs);
    while (note === null && !signal.aborted) {
      // An abort ends the wait early; the loop's own condition then ends the loop.
      await delay(200, undefined, { signal }).catch(() => {});
      note = this.#settledNote(deadlineMs);
    }
    this.#state(note === 'all datapoints final' ? 'settled' : 'stopped', note ?? 'interrupted');
  }

  async stop(): Promise<void> {
    await Promise.all(Object.values(this.#pollers).map((poller) => poller.stop()));
    this.#writeClock();
    this.#clients.destroy();
  }

  #settledNote(deadlineMs: number): string | null {
    const { settle, now } = this.#options;
    const failures = Object.values(this.#pollers).map((poller) => poller.consecutiveFailures);
    if (Math.min(...failures) >= GIVE_UP_AFTER_FAILURES) return 'AWS stopped answering';
    if (now() >= deadlineMs) return `not final after ${settle.maxSeconds} s`;
    if (settle.untilScaleIn && !this.#scaleInSeen) return null;
    const loadEndedAwsMs = this.#awsTime(this.#loadEndedMs ?? now());
    return this.#book.isSettled(TRACKED_METRIC, loadEndedAwsMs) ? 'all datapoints final' : null;
  }

  async #pollEndpoint(): Promise<void> {
    const { watch, now, write } = this.#options;
    const observation = await fetchEndpoint(this.#clients.sageMaker, watch, now());
    const desired = observation.desiredInstanceCount;
    if (this.#loadEndedMs !== null && (desired ?? 0) < (this.#desired ?? 0))
      this.#scaleInSeen = true;
    this.#desired = desired;
    // When the answer came: the state it tells of is at most a round trip older.
    write({ ...observation, atMs: now() });
  }

  async #pollScaling(): Promise<void> {
    const { watch, now, write } = this.#options;
    const { autoScaling, cloudWatch } = this.#clients;
    if (this.#scalingPolls % POLICY_EVERY_POLLS === 0) await this.#readPolicies();
    this.#scalingPolls += 1;
    const activities = await fetchActivities(autoScaling, watch, now());
    this.#activities.of(activities.toReversed()).forEach(write);
    const alarms = await fetchAlarms(cloudWatch, this.#alarmNames, now());
    this.#alarms.of(alarms).forEach(write);
    const tracked = alarms.find(
      (alarm) => alarm.role === 'high' && alarm.metric === TRACKED_METRIC,
    );
    if (tracked) this.#periodSeconds = tracked.periodSeconds;
    const sinceMs = this.#awsTime(this.#startedMs);
    for (const name of this.#alarmNames) {
      const transitions = await fetchTransitions(cloudWatch, name, sinceMs, now());
      this.#transitions.of(transitions).forEach(write);
    }
  }

  async #readPolicies(): Promise<void> {
    const { watch, now, write } = this.#options;
    const target = await fetchScalableTarget(this.#clients.autoScaling, watch, now());
    if (target) write(target);
    const policies = await fetchPolicies(this.#clients.autoScaling, watch, now());
    policies.observations.forEach(write);
    this.#alarmNames = policies.alarmNames;
  }

  async #pollMetrics(): Promise<void> {
    const { watch, now, write } = this.#options;
    const periodSeconds = this.#periodSeconds;
    const periodMs = periodSeconds * 1_000;
    const awsNowMs = this.#awsTime(now());
    // From the oldest period that may still change; a few periods back where nothing is open.
    const trailingMs = awsNowMs - (FINAL_AFTER_PERIODS + 2) * periodMs;
    const fromMs = Math.min(this.#book.oldestOpenMs() ?? trailingMs, trailingMs);
    const { readings, complete } = await fetchMetrics(this.#clients.cloudWatch, watch, {
      startMs: Math.floor(fromMs / periodMs) * periodMs,
      endMs: Math.ceil(awsNowMs / periodMs) * periodMs,
      periodSeconds,
    });
    const news: Datapoint[] = this.#book.observe(now(), awsNowMs, readings);
    news.forEach(write);
    this.#writeClock();
    if (!complete)
      throw Object.assign(new Error('some datapoints are missing'), { name: 'PartialData' });
  }

  /** Whenever it is known better than before: a run that is killed should have it too. */
  #writeClock(): void {
    const estimate = this.#clock.estimate();
    if (!estimate || estimate.plusMinusMs === this.#clockPlusMinusMs) return;
    this.#clockPlusMinusMs = estimate.plusMinusMs;
    this.#options.write({ type: 'clock', atMs: this.#options.now(), ...estimate });
  }

  #awsTime(localMs: number): number {
    return localMs + (this.#clock.estimate()?.offsetMs ?? 0);
  }

  #state(state: 'started' | 'load-ended' | 'settled' | 'stopped', note?: string): void {
    const { write, now } = this.#options;
    write({ type: 'collector', atMs: now(), state, ...(note ? { note } : {}) });
  }

  #poller(api: string, intervalSeconds: number, poll: () => Promise<void>): Poller {
    const { write, now, random } = this.#options;
    return new Poller({
      api,
      intervalMs: intervalSeconds * 1_000,
      poll,
      onGap: write,
      now,
      random,
    });
  }
}
