/** What Application Auto Scaling keeps of a variant, and what its decisions lead to. */
import type { Activity } from './activity-log.ts';
import type { AlarmTransition } from './alarm.ts';
import type { CapacityBounds, TrackingPolicy } from './autoscaler.ts';
import type { FleetEffect } from './fleet.ts';

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

export interface NamedPolicy extends TrackingPolicy {
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
