/** Watches the alarms that the scaling policies own, and their state changes. */
import type { AlarmObservation, AlarmTransition } from '../record/aws-events.ts';
import { fetchTransitions, readAlarms } from './alarms.ts';
import { type AlarmedMetric, alarmedMetrics } from './metrics/alarmed-metrics.ts';
import { News } from './news.ts';
import type { PollContext, Poller } from './poller.ts';

export class AlarmWatch {
  readonly #context: PollContext;
  /** May change: a replaced policy has new alarms. */
  readonly #names: () => readonly string[];
  readonly #states: Poller;
  readonly #history: Poller;
  readonly #stateNews = new News<AlarmObservation>(
    (alarm) => alarm.name,
    ({ atMs: _, ...alarm }) => JSON.stringify(alarm),
  );
  readonly #transitionNews = new News<AlarmTransition>(
    (transition) => `${transition.name}|${transition.timestampMs}|${transition.to}`,
    () => '',
  );
  #alarms: readonly AlarmObservation[] = [];
  #metrics: readonly AlarmedMetric[] = [];

  constructor(context: PollContext, names: () => readonly string[], intervalMs: number) {
    this.#context = context;
    this.#names = names;
    const { poller } = context;
    this.#states = poller({
      api: 'DescribeAlarms',
      intervalMs,
      poll: () => this.#pollStates(),
    });
    this.#history = poller({
      api: 'DescribeAlarmHistory',
      intervalMs,
      poll: () => this.#pollHistory(),
    });
  }

  /** As last seen. */
  get alarms(): readonly AlarmObservation[] {
    return this.#alarms;
  }

  /** What they read. */
  get metrics(): readonly AlarmedMetric[] {
    return this.#metrics;
  }

  async start(): Promise<void> {
    await Promise.all([this.#states.start(), this.#history.start()]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.#states.stop(), this.#history.stop()]);
  }

  async #pollStates(): Promise<void> {
    const { clients, now, write } = this.#context;
    const { observations, answers } = await readAlarms(clients.cloudWatch, this.#names(), now());
    this.#alarms = observations;
    this.#metrics = alarmedMetrics(answers);
    this.#stateNews.of(this.#alarms).forEach(write);
  }

  async #pollHistory(): Promise<void> {
    const { clients, now, awsTime, write } = this.#context;
    const sinceMs = awsTime(this.#context.sinceMs);
    for (const name of this.#names()) {
      const transitions = await fetchTransitions(clients.cloudWatch, name, sinceMs, now());
      this.#transitionNews.of(transitions).forEach(write);
    }
  }
}
