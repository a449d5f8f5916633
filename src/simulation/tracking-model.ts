/** The state Application Auto Scaling keeps for a variant, and the effects of its decisions. */
import type { Activity } from './activity-log.ts';
import type { AlarmTransition } from './alarm.ts';
import type { CapacityBounds, TrackingPolicy } from './autoscaler.ts';
import type { InstancesEffect } from './component-instances.ts';
import type { FleetEffect } from './fleet-effects.ts';
import type { PolicySettings } from './settings.ts';
import { PER_COPY, type TrackedMetricName } from './tracked-metric.ts';

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
  | { readonly kind: 'fleet'; readonly effect: FleetEffect }
  /** The layer below the copies of an inference component. */
  | { readonly kind: 'instances'; readonly effect: InstancesEffect };

/** The policy that the settings configure. @param ofCopies the metric is counted per copy */
export function metricPolicyOf(settings: PolicySettings, ofCopies = false): MetricPolicy {
  const { metric, targetPerPeriod, targetConcurrency } = settings;
  const { scaleOutCooldownMs, scaleInCooldownMs, scaleInDisabled } = settings;
  return {
    metric: ofCopies ? PER_COPY[metric] : metric,
    targetValue: metric === 'InvocationsPerInstance' ? targetPerPeriod : targetConcurrency,
    scaleOutCooldownMs,
    scaleInCooldownMs,
    scaleInDisabled,
  };
}
