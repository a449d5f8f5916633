/** The state Application Auto Scaling keeps for a variant, and the effects of its decisions. */
import type { Activity } from './activity-log.ts';
import type { AlarmTransition } from './alarm.ts';
import type { CapacityBounds, TrackingPolicy } from './autoscaler.ts';
import type { FaultWindow } from './faults.ts';
import type { Fleet, FleetEffect } from './fleet.ts';
import type { Identity } from './identity.ts';
import type { MetricsStore } from './metrics-store.ts';
import type { AlarmSource } from './policy-alarms.ts';
import type { InstanceQuota } from './quota.ts';
import type { PolicySettings } from './settings.ts';
import type { TrackedMetricName } from './tracked-metric.ts';

export interface Suspension {
  readonly scaleOut: boolean;
  readonly scaleIn: boolean;
  readonly scheduled: boolean;
}

export interface ScalableTarget extends CapacityBounds {
  readonly id: string;
  readonly createdAtMs: number;
  readonly suspended: Suspension;
}

/** A policy and the metric it tracks. */
export interface MetricPolicy extends TrackingPolicy {
  readonly metric: TrackedMetricName;
}

export interface NamedPolicy extends MetricPolicy {
  readonly name: string;
  readonly id: string;
  readonly createdAtMs: number;
}

export type TrackingEffect =
  | {
      readonly kind: 'alarm';
      readonly alarm: string;
      readonly transition: AlarmTransition;
      /** Desired instances before the alarm acted. */
      readonly desired: number;
    }
  | { readonly kind: 'activity'; readonly activity: Activity; readonly atMs: number }
  | { readonly kind: 'fleet'; readonly effect: FleetEffect };

/** The policy that the settings configure. */
export function metricPolicyOf(settings: PolicySettings): MetricPolicy {
  const { metric, targetPerPeriod, targetConcurrency } = settings;
  const { scaleOutCooldownMs, scaleInCooldownMs, scaleInDisabled } = settings;
  return {
    metric,
    targetValue: metric === 'InvocationsPerInstance' ? targetPerPeriod : targetConcurrency,
    scaleOutCooldownMs,
    scaleInCooldownMs,
    scaleInDisabled,
  };
}

export interface TargetTrackingOptions {
  readonly identity: Identity;
  readonly fleet: Fleet;
  /** The store of each metric that can be tracked. */
  readonly stores: Readonly<Record<TrackedMetricName, MetricsStore>>;
  readonly newId: () => string;
  readonly quota: InstanceQuota;
  /** Why SageMaker refuses every instance count change; undefined when it does not. */
  readonly scalingRefusal?: string | undefined;
  /** When SageMaker marks the variant as not scalable, in epoch ms; undefined for never. */
  readonly unscalable?: FaultWindow | undefined;
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
