/** Builds what scales an endpoint: its capacity, target tracking, and everything else that has alarms. */
import { Capacity } from './capacity.ts';
import type { InferenceComponent } from './component.ts';
import { startingAt } from './faults.ts';
import type { Fleet } from './fleet.ts';
import type { Identity } from './identity.ts';
import type { MetricsStore } from './metrics-store.ts';
import { mistakenAlarm } from './policy-alarms.ts';
import { Scaling } from './scaling.ts';
import type { SimulationSettings } from './settings.ts';
import { TargetTracking } from './target-tracking.ts';
import type { VariantMetrics } from './variant-metrics.ts';

export interface ScalingPartsOptions {
  readonly settings: SimulationSettings;
  readonly identity: Identity;
  readonly startMs: number;
  readonly fleet: Fleet;
  readonly component: InferenceComponent | undefined;
  readonly variant: VariantMetrics;
  /** The store whose periods pass for a metric that does not exist. */
  readonly mainStore: MetricsStore;
  readonly stores: () => readonly MetricsStore[];
  readonly newId: () => string;
}

export function createScaling(options: ScalingPartsOptions) {
  const { settings, identity, startMs, fleet, component, variant, mainStore, newId } = options;
  const { faults, policy, secondMs } = settings;
  const capacity = new Capacity({
    identity,
    fleet,
    newId,
    // A component's copies are not instances: its instances keep to the quota.
    quota: {
      instances: component ? Number.POSITIVE_INFINITY : faults.quotaInstances,
      instanceType: settings.instanceType,
    },
    scalingRefusal: faults.scalingRefusal,
    unscalable: faults.unscalable && startingAt(startMs, faults.unscalable),
  });
  const tracking = new TargetTracking({
    identity,
    capacity,
    stores: component
      ? {
          InvocationsPerCopy: component.store,
          ConcurrentRequestsPerCopy: variant.concurrency.store,
        }
      : {
          InvocationsPerInstance: variant.invocations,
          ConcurrentRequestsPerModel: variant.concurrency.store,
        },
    newId,
    secondMs,
    scaleInOneByOne: policy.scaleInOneByOne,
    scaleInByTenSeconds: policy.scaleInByTenSeconds,
    holdScaleInMs: faults.holdScaleInMs,
    alarmDatapoints: policy.alarmDatapoints,
    mistakenAlarm: mistakenAlarm(faults.alarmMetric, variant.stores),
  });
  const scaling = new Scaling({
    capacity,
    tracking,
    stores: options.stores,
    mainStore,
    repeatMs: settings.basePeriodMs,
    newId,
  });
  return { capacity, tracking, scaling };
}
