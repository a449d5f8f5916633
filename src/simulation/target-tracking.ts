/**
 * Simulates the scalable target, its policy, the policy's two alarms and the activities they cause.
 *
 * Alarms are evaluated when a datapoint becomes visible, so detection takes the breaching periods
 * plus the publish delay, as on AWS.
 */
import { type Activity, ActivityLog } from './activity-log.ts';
import { type CapacityBounds, type Direction, decide, type ScalingEvent } from './autoscaler.ts';
import type { FaultWindow } from './faults.ts';
import type { Fleet } from './fleet.ts';
import { endpointArn, type Identity, resourceId } from './identity.ts';
import type { MetricsStore } from './metrics-store.ts';
import { type AlarmSource, alarmsFor, evaluateAlarm, type PolicyAlarm } from './policy-alarms.ts';
import { type InstanceQuota, quotaRefusal } from './quota.ts';
import {
  byItsOwnPeriods,
  TRACKED_METRICS,
  type TrackedMetric,
  type TrackedMetricName,
} from './tracked-metric.ts';
import type {
  MetricPolicy,
  NamedPolicy,
  ScalableTarget,
  Suspension,
  TargetTrackingOptions,
  TrackingEffect,
} from './tracking-model.ts';

export class TargetTracking {
  readonly #identity: Identity;
  readonly #fleet: Fleet;
  readonly #stores: Readonly<Record<TrackedMetricName, MetricsStore>>;
  readonly #newId: () => string;
  readonly #activities: ActivityLog;
  readonly #quota: InstanceQuota;
  readonly #scalingRefusal: string | undefined;
  readonly #unscalable: FaultWindow | undefined;
  readonly #scaleInOneByOne: boolean;
  readonly #scaleInByTenSeconds: boolean;
  readonly #holdScaleInMs: number;
  readonly #alarmDatapoints: number;
  readonly #mistakenAlarm: AlarmSource | undefined;
  #target: ScalableTarget | undefined;
  #policy: NamedPolicy | undefined;
  #alarms: readonly PolicyAlarm[] = [];
  /** Alarms of replaced policies: their history survives them. */
  #retired: PolicyAlarm[] = [];
  #last: ScalingEvent | undefined;
  #inProgress: { activityId: string; desired: number } | undefined;

  constructor(options: TargetTrackingOptions) {
    this.#identity = options.identity;
    this.#fleet = options.fleet;
    this.#stores = options.stores;
    this.#newId = options.newId;
    this.#quota = options.quota;
    this.#scalingRefusal = options.scalingRefusal;
    this.#unscalable = options.unscalable;
    this.#scaleInOneByOne = options.scaleInOneByOne;
    this.#scaleInByTenSeconds = options.scaleInByTenSeconds;
    this.#holdScaleInMs = options.holdScaleInMs ?? 0;
    this.#alarmDatapoints = options.alarmDatapoints;
    this.#mistakenAlarm = options.mistakenAlarm;
    this.#activities = new ActivityLog(options.newId);
  }

  get target(): ScalableTarget | undefined {
    return this.#target;
  }

  get policy(): NamedPolicy | undefined {
    return this.#policy;
  }

  /** The metric the policy tracks, and its store; undefined without a policy. */
  get tracked(): { metric: TrackedMetric; store: MetricsStore } | undefined {
    if (!this.#policy) return undefined;
    const { metric } = this.#policy;
    return { metric: TRACKED_METRICS[metric], store: this.#stores[metric] };
  }

  /** High alarm first; none without a policy. */
  get policyAlarms(): readonly PolicyAlarm[] {
    return this.#alarms;
  }

  /** Current and retired alarms. */
  get alarmsEver(): readonly PolicyAlarm[] {
    return [...this.#alarms, ...this.#retired];
  }

  /** An alarm's period, ms. */
  periodMsOf({ store, periods }: PolicyAlarm): number {
    return periods * store.basePeriodMs;
  }

  /** Newest first. */
  activities(): readonly Activity[] {
    return this.#activities.list();
  }

  /** Registers or changes the target; a capacity outside the new bounds moves to the nearest bound. */
  register(
    bounds: CapacityBounds,
    suspended: Suspension,
    nowMs: number,
  ): readonly TrackingEffect[] {
    const { id, createdAtMs } = this.#target ?? { id: this.#newId(), createdAtMs: nowMs };
    this.#target = { id, createdAtMs, ...bounds, suspended };
    const capacity = this.#fleet.desired;
    if (capacity < bounds.minCapacity) {
      const cause = `minimum capacity was set to ${bounds.minCapacity}`;
      return this.#setDesired('out', bounds.minCapacity, cause, nowMs);
    }
    if (capacity > bounds.maxCapacity) {
      const cause = `maximum capacity was set to ${bounds.maxCapacity}`;
      return this.#setDesired('in', bounds.maxCapacity, cause, nowMs);
    }
    return [];
  }

  /** Creates or replaces the policy. Its alarms are new and start without data. */
  putPolicy(name: string, policy: MetricPolicy, nowMs: number): NamedPolicy {
    const old = this.#policy;
    const { id, createdAtMs } = old ?? { id: this.#newId(), createdAtMs: nowMs };
    this.#retired = [...this.#alarms, ...this.#retired].slice(0, 20);
    this.#policy = { name, id, createdAtMs, ...policy };
    const prefix = `TargetTracking-${resourceId(this.#identity)}`;
    const tracked = TRACKED_METRICS[policy.metric];
    const store = this.#stores[policy.metric];
    const low = { metric: this.#scaleInByTenSeconds ? byItsOwnPeriods(tracked) : tracked, store };
    const high = this.#mistakenAlarm ?? { metric: tracked, store };
    this.#alarms = alarmsFor(
      { high, low },
      policy.targetValue,
      this.#alarmDatapoints,
      prefix,
      this.#newId,
      nowMs,
    );
    return this.#policy;
  }

  /** Evaluates the alarms on this store when its period `index` becomes visible. */
  evaluate(store: MetricsStore, index: number, nowMs: number): TrackingEffect[] {
    const concerned = this.#alarms.filter((policyAlarm) => policyAlarm.store === store);
    return concerned.flatMap((policyAlarm) => {
      const { desired } = this.#fleet;
      const times = { nowMs, repeatMs: this.periodMsOf(policyAlarm) };
      const evaluation = evaluateAlarm(policyAlarm, index, times);
      if (!evaluation) return [];
      const { transition, actOn } = evaluation;
      const { name } = policyAlarm.alarm.definition;
      if (actOn !== undefined) policyAlarm.actedAtMs = nowMs;
      return [
        ...(transition ? [{ kind: 'alarm', alarm: name, transition, desired } as const] : []),
        ...(actOn === undefined || this.#holds(policyAlarm, nowMs)
          ? []
          : this.#act(name, policyAlarm.direction, actOn, nowMs)),
      ];
    });
  }

  /** Call when the endpoint is InService again: fulfils the change, whose cooldown then begins. */
  settled(nowMs: number): TrackingEffect[] {
    if (!this.#inProgress || !this.#last) return [];
    const { activityId, desired } = this.#inProgress;
    this.#inProgress = undefined;
    this.#last = { ...this.#last, fulfilledAtMs: nowMs };
    const activity = this.#activities.fulfilled(activityId, desired, nowMs);
    return activity ? [{ kind: 'activity', activity, atMs: nowMs }] : [];
  }

  /** The endpoint is back at its old count. The activity stays as it is: nobody tells AWS of it. */
  abandoned(): void {
    this.#last = undefined;
  }

  #holds({ direction, alarm }: PolicyAlarm, nowMs: number): boolean {
    return direction === 'in' && nowMs < alarm.updatedAtMs + this.#holdScaleInMs;
  }

  #act(
    alarmName: string,
    direction: Direction,
    metric: number,
    nowMs: number,
  ): readonly TrackingEffect[] {
    const [target, policy] = [this.#target, this.#policy];
    if (!target || !policy) return [];
    if (direction === 'out' ? target.suspended.scaleOut : target.suspended.scaleIn) return [];
    const capacity = this.#fleet.desired;
    const { minCapacity, maxCapacity } = target;
    const decision = decide({
      direction,
      metric,
      capacity,
      policy,
      bounds: { minCapacity, maxCapacity },
      scaleInOneByOne: this.#scaleInOneByOne,
      last: this.#last,
      nowMs,
    });
    const cause = `monitor alarm ${alarmName} in state ALARM triggered policy ${policy.name}`;
    switch (decision.kind) {
      case 'hold':
        return [];
      case 'not-scaled':
        this.#activities.declined(cause, decision.notScaled, nowMs);
        return [];
      case 'set':
        return this.#setDesired(direction, decision.desired, cause, nowMs);
    }
  }

  #setDesired(
    direction: Direction,
    desired: number,
    cause: string,
    nowMs: number,
  ): readonly TrackingEffect[] {
    const capacityBefore = this.#fleet.desired;
    if (this.#isUnscalable(nowMs)) {
      const notScaled = { code: 'TargetServicePutResourceAsUnscalable' } as const;
      this.#activities.declined(cause, notScaled, nowMs);
      return [];
    }
    const refusal = this.#refusal(desired);
    const effects = refusal === undefined ? this.#fleet.setDesired(desired, nowMs) : undefined;
    if (!effects) {
      const reason =
        refusal ?? `Cannot update in-progress endpoint "${endpointArn(this.#identity)}".`;
      const activity = this.#activities.refused(desired, cause, reason, nowMs);
      return [{ kind: 'activity', activity, atMs: nowMs }];
    }
    if (this.#inProgress) this.#activities.overridden(this.#inProgress, desired, nowMs);
    const activity = this.#activities.began(desired, cause, nowMs);
    this.#last = { direction, capacityBefore };
    this.#inProgress = { activityId: activity.id, desired };
    return [
      { kind: 'activity', activity, atMs: nowMs },
      ...effects.map((effect) => ({ kind: 'fleet', effect }) as const),
    ];
  }

  #isUnscalable(nowMs: number): boolean {
    const window = this.#unscalable;
    return window !== undefined && nowMs >= window.fromMs && nowMs < window.toMs;
  }

  /** Why SageMaker would not set it, beyond what the fleet itself refuses. */
  #refusal(desired: number): string | undefined {
    if (this.#fleet.status === 'Updating') return undefined;
    return this.#scalingRefusal ?? quotaRefusal(this.#quota, desired, this.#fleet.desired);
  }
}
