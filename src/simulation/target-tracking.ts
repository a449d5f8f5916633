/**
 * Simulates a target-tracking policy: its two alarms, and what it decides when one of them fires.
 *
 * Alarms are evaluated when a datapoint becomes visible, so detection takes the breaching periods
 * plus the publish delay, as on AWS.
 */
import { decide } from './autoscaler.ts';
import type { Capacity } from './capacity.ts';
import { type Identity, resourceId } from './identity.ts';
import type { MetricsStore } from './metrics-store.ts';
import {
  type AlarmSource,
  alarmsFor,
  evaluateAlarm,
  type PolicyAlarm,
  periodsOf,
} from './policy-alarms.ts';
import {
  byShortPeriods,
  TRACKED_METRICS,
  type TrackedMetric,
  type TrackedMetricName,
} from './tracked-metric.ts';
import type { MetricPolicy, NamedPolicy, TrackingEffect } from './tracking-model.ts';

/** A variant has the metrics per instance, an inference component those per copy. */
export type TrackedStores = Readonly<Partial<Record<TrackedMetricName, MetricsStore>>>;

export interface TargetTrackingOptions {
  readonly identity: Identity;
  readonly capacity: Capacity;
  /** The store of each metric that can be tracked. */
  readonly stores: TrackedStores;
  readonly newId: () => string;
  /** Length of an AWS second. */
  readonly secondMs: number;
  readonly scaleInOneByOne: boolean;
  /** The low alarm counts a high-resolution metric's own periods, not minutes. */
  readonly scaleInByTenSeconds: boolean;
  /** How long the policy does nothing about its low alarm. */
  readonly holdScaleInMs?: number;
  /** Consecutive breaching periods that make the high alarm fire. */
  readonly alarmDatapoints: number;
  /** Injected fault: what the high alarm watches instead of the tracked metric. */
  readonly mistakenAlarm?: AlarmSource | undefined;
}

export class TargetTracking {
  readonly #identity: Identity;
  readonly #capacity: Capacity;
  readonly #stores: TrackedStores;
  readonly #newId: () => string;
  readonly #secondMs: number;
  readonly #scaleInOneByOne: boolean;
  readonly #scaleInByTenSeconds: boolean;
  readonly #holdScaleInMs: number;
  readonly #alarmDatapoints: number;
  readonly #mistakenAlarm: AlarmSource | undefined;
  #policy: NamedPolicy | undefined;
  #alarms: readonly PolicyAlarm[] = [];
  /** Alarms of replaced policies: their history survives them. */
  #retired: PolicyAlarm[] = [];

  constructor(options: TargetTrackingOptions) {
    this.#identity = options.identity;
    this.#capacity = options.capacity;
    this.#stores = options.stores;
    this.#newId = options.newId;
    this.#secondMs = options.secondMs;
    this.#scaleInOneByOne = options.scaleInOneByOne;
    this.#scaleInByTenSeconds = options.scaleInByTenSeconds;
    this.#holdScaleInMs = options.holdScaleInMs ?? 0;
    this.#alarmDatapoints = options.alarmDatapoints;
    this.#mistakenAlarm = options.mistakenAlarm;
  }

  get policy(): NamedPolicy | undefined {
    return this.#policy;
  }

  /** Whether what scales has this metric. */
  canTrack(metric: TrackedMetricName): boolean {
    return this.#stores[metric] !== undefined;
  }

  /**
   * The metric the policy tracks, its store and the high alarm's period in base periods; undefined without a
   * policy.
   */
  get tracked(): { metric: TrackedMetric; store: MetricsStore; periods: number } | undefined {
    if (!this.#policy) return undefined;
    const metric = TRACKED_METRICS[this.#policy.metric];
    const store = this.#stores[this.#policy.metric]!;
    return { metric, store, periods: periodsOf(metric.highSeconds * this.#secondMs, store) };
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

  /** Creates or replaces the policy. Its alarms are new and start without data. */
  putPolicy(name: string, policy: MetricPolicy, nowMs: number): NamedPolicy {
    const old = this.#policy;
    const { id, createdAtMs } = old ?? { id: this.#newId(), createdAtMs: nowMs };
    this.#retired = [...this.#alarms, ...this.#retired].slice(0, 20);
    this.#policy = { name, id, createdAtMs, ...policy };
    const prefix = `TargetTracking-${resourceId(this.#identity)}`;
    const tracked = TRACKED_METRICS[policy.metric];
    const store = this.#stores[policy.metric]!;
    const low = { metric: this.#scaleInByTenSeconds ? byShortPeriods(tracked) : tracked, store };
    const high = this.#mistakenAlarm ?? { metric: tracked, store };
    this.#alarms = alarmsFor(
      { high, low },
      { target: policy.targetValue, highCount: this.#alarmDatapoints, secondMs: this.#secondMs },
      prefix,
      this.#newId,
      nowMs,
    );
    return this.#policy;
  }

  /** Deletes the policy and its alarms. */
  deletePolicy(): void {
    this.#policy = undefined;
    this.deleteAlarms(() => true);
  }

  /** Deletes alarms by name; their history survives them, and the policy does without. */
  deleteAlarms(isDeleted: (name: string) => boolean): void {
    const deleted = this.#alarms.filter(({ alarm }) => isDeleted(alarm.definition.name));
    this.#retired = [...deleted, ...this.#retired].slice(0, 20);
    this.#alarms = this.#alarms.filter((each) => !deleted.includes(each));
  }

  /** Evaluates the alarms on this store when its period `index` becomes visible; says what it wants. */
  evaluate(store: MetricsStore, index: number, nowMs: number): TrackingEffect[] {
    const concerned = this.#alarms.filter((policyAlarm) => policyAlarm.store === store);
    return concerned.flatMap((policyAlarm) => {
      const { desired } = this.#capacity;
      const times = { nowMs, repeatMs: this.periodMsOf(policyAlarm) };
      const evaluation = evaluateAlarm(policyAlarm, index, times);
      if (!evaluation) return [];
      const { transition, actOn } = evaluation;
      const { name } = policyAlarm.alarm.definition;
      const measuredFromMs = store.startOf(index - policyAlarm.periods + 1);
      if (actOn !== undefined) policyAlarm.actedAtMs = nowMs;
      if (actOn !== undefined && !this.#holds(policyAlarm, nowMs)) {
        this.#act(policyAlarm, actOn, { nowMs, measuredFromMs });
      }
      return transition ? [{ kind: 'alarm', alarm: name, transition, desired } as const] : [];
    });
  }

  #holds({ direction, alarm }: PolicyAlarm, nowMs: number): boolean {
    return direction === 'in' && nowMs < alarm.updatedAtMs + this.#holdScaleInMs;
  }

  #act(
    { alarm, direction }: PolicyAlarm,
    metric: number,
    { nowMs, measuredFromMs }: { nowMs: number; measuredFromMs: number },
  ): void {
    const policy = this.#policy;
    const { target, desired: capacity, last } = this.#capacity;
    if (!target || !policy || !this.#capacity.accepts(direction, measuredFromMs)) return;
    const { minCapacity, maxCapacity } = target;
    const decision = decide({
      direction,
      metric,
      capacity,
      policy,
      bounds: { minCapacity, maxCapacity },
      scaleInOneByOne: this.#scaleInOneByOne,
      last,
      nowMs,
    });
    const { name } = alarm.definition;
    const cause = `monitor alarm ${name} in state ALARM triggered policy ${policy.name}`;
    if (decision.kind === 'not-scaled') this.#capacity.declined(cause, decision.notScaled, nowMs);
    if (decision.kind === 'set') {
      this.#capacity.want({ direction, desired: decision.desired, cause });
    }
  }
}
