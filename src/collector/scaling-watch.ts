/** Watches Application Auto Scaling: the bounds of what scales, policies, schedules and activities. */
import type { ActivityObservation, AwsEventOf } from '../record/aws-events.ts';
import { News } from './news.ts';
import { fetchPolicies } from './policies.ts';
import type { PollContext, Poller } from './poller.ts';
import { fetchActivities, readScalableTarget } from './scaling.ts';
import { fetchScheduledActions, type ScheduleObservation } from './scheduled-actions.ts';

export interface ScalingIntervals {
  readonly activitiesMs: number;
  /** Bounds and policies change rarely. */
  readonly settingsMs: number;
}

/** A variant without a scalable target or policy is not a failure: there is just nothing to record. */
export class ScalingWatch {
  readonly activities: Poller;
  readonly #target: Poller;
  readonly #policies: Poller;
  readonly #schedules: Poller;
  readonly #context: PollContext;
  readonly #targetNews = newsOf<AwsEventOf<'scalable-target'>>(() => '');
  readonly #policyNews = newsOf<AwsEventOf<'policy'>>(({ name }) => name);
  readonly #scheduleNews = newsOf<ScheduleObservation>(({ name }) => name);
  readonly #activityNews = new News<ActivityObservation>(
    (activity) => activity.id,
    (activity) => `${activity.status}|${activity.endMs}|${activity.statusMessage}`,
  );
  #alarmNames: readonly string[] = [];
  #policySeen: readonly AwsEventOf<'policy'>[] = [];
  #hasTarget: boolean | null = null;

  constructor(context: PollContext, { activitiesMs, settingsMs }: ScalingIntervals) {
    this.#context = context;
    const { poller } = context;
    this.#target = poller({
      api: 'DescribeScalableTargets',
      intervalMs: settingsMs,
      poll: () => this.#pollTarget(),
    });
    this.#policies = poller({
      api: 'DescribeScalingPolicies',
      intervalMs: settingsMs,
      poll: () => this.#pollPolicies(),
    });
    this.#schedules = poller({
      api: 'DescribeScheduledActions',
      intervalMs: settingsMs,
      poll: () => this.#pollSchedules(),
    });
    this.activities = poller({
      api: 'DescribeScalingActivities',
      intervalMs: activitiesMs,
      poll: () => this.#pollActivities(),
    });
  }

  /** The alarms that the policies own. */
  get alarmNames(): readonly string[] {
    return this.#alarmNames;
  }

  /** As last seen. */
  get policies(): readonly AwsEventOf<'policy'>[] {
    return this.#policySeen;
  }

  /** Null until DescribeScalableTargets has answered. */
  get hasTarget(): boolean | null {
    return this.#hasTarget;
  }

  async start(): Promise<void> {
    const pollers = [this.#target, this.#policies, this.#schedules, this.activities];
    await Promise.all(pollers.map((poller) => poller.start()));
  }

  async stop(): Promise<void> {
    const pollers = [this.#target, this.#policies, this.#schedules, this.activities];
    await Promise.all(pollers.map((poller) => poller.stop()));
  }

  async #pollTarget(): Promise<void> {
    const { watch, clients, now, write, doubt } = this.#context;
    const { target, doubts } = await readScalableTarget(clients.autoScaling, watch, now());
    doubt(doubts);
    this.#hasTarget = target !== null;
    this.#targetNews.of(target ? [target] : []).forEach(write);
  }

  async #pollPolicies(): Promise<void> {
    const { watch, clients, now, write, doubt } = this.#context;
    const policies = await fetchPolicies(clients.autoScaling, watch, now());
    this.#policyNews.of(policies.observations).forEach(write);
    this.#alarmNames = policies.alarmNames;
    this.#policySeen = policies.observations;
    doubt(policies.doubts);
  }

  async #pollSchedules(): Promise<void> {
    const { watch, clients, now, write, doubt } = this.#context;
    const schedules = await fetchScheduledActions(clients.autoScaling, watch, now());
    this.#scheduleNews.of(schedules.observations).forEach(write);
    doubt(schedules.doubts);
  }

  async #pollActivities(): Promise<void> {
    const { watch, clients, now, awsTime, write } = this.#context;
    const sinceMs = awsTime(this.#context.sinceMs);
    const activities = await fetchActivities(clients.autoScaling, watch, now(), sinceMs);
    this.#activityNews.of(activities.toReversed()).forEach(write);
  }
}

/** Items that differ in more than when they were seen. */
function newsOf<T extends { atMs: number }>(key: (item: T) => string): News<T> {
  return new News<T>(key, ({ atMs: _, ...content }) => JSON.stringify(content));
}
