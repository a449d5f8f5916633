/**
 * All that changes the instance count by itself: the target-tracking policy, step-scaling policies with
 * the alarms that trigger them, and scheduled actions.
 */
import type { AlarmState } from './alarm.ts';
import type { Capacity } from './capacity.ts';
import type { MetricsStore } from './metrics-store.ts';
import { type ScheduledAction, ScheduledActions } from './scheduled-actions.ts';
import { decideStep, type StepPolicy } from './step-scaling.ts';
import type { TargetTracking } from './target-tracking.ts';
import type { TrackingEffect } from './tracking-model.ts';
import { type UserAlarm, UserAlarms, type UserEvaluation } from './user-alarms.ts';

export interface ScalingOptions {
  readonly capacity: Capacity;
  readonly tracking: TargetTracking;
  readonly stores: () => readonly MetricsStore[];
  /** The store whose periods pass for a metric that does not exist. */
  readonly mainStore: MetricsStore;
  /** How often an alarm that stays in ALARM repeats its actions. */
  readonly repeatMs: number;
  readonly newId: () => string;
}

/** Application Auto Scaling's ARN of a policy holds the policy's id. */
const POLICY_ID = /^arn:aws:autoscaling:[^:]*:\d+:scalingPolicy:([^:]+):/;

interface Times {
  readonly nowMs: number;
  /** Start of the newest period that the alarm was evaluated on. */
  readonly measuredFromMs: number;
}

export class Scaling {
  readonly alarms: UserAlarms;
  readonly scheduled: ScheduledActions;
  readonly #options: ScalingOptions;
  readonly #steps = new Map<string, StepPolicy>();

  constructor(options: ScalingOptions) {
    this.#options = options;
    this.alarms = new UserAlarms(options.stores, options.repeatMs);
    this.scheduled = new ScheduledActions(options.newId);
  }

  get stepPolicies(): readonly StepPolicy[] {
    return [...this.#steps.values()];
  }

  /** Creates or replaces a policy. */
  putStepPolicy(policy: Omit<StepPolicy, 'id' | 'createdAtMs'>, nowMs: number): StepPolicy {
    const old = this.#steps.get(policy.name);
    const id = old?.id ?? this.#options.newId();
    const put = { ...policy, id, createdAtMs: old?.createdAtMs ?? nowMs };
    this.#steps.set(policy.name, put);
    return put;
  }

  /** Deletes a policy of either type. @returns whether there was one of this name */
  deletePolicy(name: string): boolean {
    const { tracking } = this.#options;
    if (tracking.policy?.name !== name) return this.#steps.delete(name);
    tracking.deletePolicy();
    return true;
  }

  /** Forgets the target and all that scales it. */
  deregister(): void {
    const { capacity, tracking } = this.#options;
    if (tracking.policy) tracking.deletePolicy();
    this.#steps.clear();
    this.scheduled.clear();
    capacity.deregister();
  }

  /**
   * Evaluates every alarm on this store when its period `index` becomes visible. What policies then want is
   * decided once all stores due at this time have been evaluated.
   */
  evaluate(store: MetricsStore, index: number, nowMs: number): TrackingEffect[] {
    const { tracking, mainStore } = this.#options;
    const isMain = store === mainStore;
    return [
      ...tracking.evaluate(store, index, nowMs),
      ...this.alarms
        .evaluate(store, index, { nowMs, isMain })
        .flatMap((evaluation) =>
          this.#evaluated(evaluation, { nowMs, measuredFromMs: store.startOf(index) }),
        ),
    ];
  }

  /** Sets a user's alarm by hand; its actions follow. */
  setAlarm(owner: UserAlarm, to: AlarmState, reason: string, nowMs: number): TrackingEffect[] {
    const transition = owner.alarm.set(to, reason, nowMs);
    if (!transition) return [];
    const times = { nowMs, measuredFromMs: nowMs };
    const effects = this.#evaluated({ owner, transition, acts: true }, times);
    return [...effects, ...this.#options.capacity.decide(nowMs)];
  }

  /** When `runSchedules` has something to do. */
  get nextDueMs(): number {
    return this.scheduled.nextDueMs;
  }

  runSchedules(nowMs: number): TrackingEffect[] {
    return this.scheduled.takeDue(nowMs).flatMap((action) => this.#runScheduled(action, nowMs));
  }

  #runScheduled(action: ScheduledAction, nowMs: number): TrackingEffect[] {
    const { capacity } = this.#options;
    const { target } = capacity;
    if (!target || target.suspended.scheduled) return [];
    const minCapacity = action.minCapacity ?? target.minCapacity;
    const maxCapacity = action.maxCapacity ?? Math.max(target.maxCapacity, minCapacity);
    const bounds = { minCapacity: Math.min(minCapacity, maxCapacity), maxCapacity };
    const cause = `scheduled action name ${action.name} was triggered`;
    return [
      capacity.changedBounds(bounds, cause, nowMs),
      ...capacity.register(bounds, target.suspended, nowMs),
    ];
  }

  #evaluated({ owner, transition, acts }: UserEvaluation, times: Times): TrackingEffect[] {
    const { nowMs } = times;
    const { alarm, settings, actionsEnabled } = owner;
    const { desired } = this.#options.capacity;
    const { name } = alarm.definition;
    const effects: TrackingEffect[] = transition
      ? [{ kind: 'alarm', alarm: name, transition, desired }]
      : [];
    if (!acts || !actionsEnabled) return effects;
    owner.actedAtMs = nowMs;
    for (const arn of settings.actions[alarm.state]) {
      const id = POLICY_ID.exec(arn)?.[1];
      const policy = this.stepPolicies.find((each) => each.id === id);
      if (policy) this.#trigger(policy, owner, times);
      const error = id !== undefined && !policy ? { error: 'The policy does not exist.' } : {};
      if (transition) this.alarms.executed(owner, { atMs: nowMs, arn, ...error });
    }
    return effects;
  }

  #trigger(
    policy: StepPolicy,
    { alarm, newest }: UserAlarm,
    { nowMs, measuredFromMs }: Times,
  ): void {
    const { capacity } = this.#options;
    const { target, desired, last } = capacity;
    if (!target) return;
    const { name, threshold } = alarm.definition;
    const { minCapacity, maxCapacity } = target;
    const decision = decideStep({
      policy,
      // An alarm that was set by hand may never have seen a value.
      breach: (newest ?? threshold) - threshold,
      capacity: desired,
      bounds: { minCapacity, maxCapacity },
      last,
      nowMs,
    });
    if (!decision || !capacity.accepts(decision.direction, measuredFromMs)) return;
    const cause = `monitor alarm ${name} in state ${alarm.state} triggered policy ${policy.name}`;
    if (decision.kind === 'not-scaled') capacity.declined(cause, decision.notScaled, nowMs);
    if (decision.kind === 'set') {
      capacity.want({ direction: decision.direction, desired: decision.desired, cause });
    }
  }
}
