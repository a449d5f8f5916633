/** Defines the predefined metrics a policy can track, and their alarms' periods. */
import type { MetricsStore } from './metrics-store.ts';
import { merge, type Statistic, statisticOf } from './statistics.ts';

export type TrackedMetricName = 'InvocationsPerInstance' | 'ConcurrentRequestsPerModel';

/** The metric of a policy's alarm. */
export interface WatchedMetric {
  readonly name: string;
  readonly statistic: Statistic;
  /** The alarms' periods, in base periods of the metric's own store. */
  readonly highPeriods: number;
  readonly lowPeriods: number;
}

export interface TrackedMetric extends WatchedMetric {
  readonly name: TrackedMetricName;
  /** Application Auto Scaling's name for the metric. */
  readonly predefinedType: string;
}

export const TRACKED_METRICS: Record<TrackedMetricName, TrackedMetric> = {
  InvocationsPerInstance: {
    name: 'InvocationsPerInstance',
    predefinedType: 'SageMakerVariantInvocationsPerInstance',
    statistic: 'Sum',
    highPeriods: 1,
    lowPeriods: 1,
  },
  ConcurrentRequestsPerModel: {
    name: 'ConcurrentRequestsPerModel',
    predefinedType: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
    statistic: 'Maximum',
    highPeriods: 1,
    // Only the scale-out alarm was observed at 10 s; the scale-in alarm is assumed to stay at 60 s.
    lowPeriods: 6,
  },
};

export function trackedMetricOfType(predefinedType: string | undefined): TrackedMetric | undefined {
  return Object.values(TRACKED_METRICS).find((each) => each.predefinedType === predefinedType);
}

/** The metric over `periods` base periods up to and including `index`; undefined without data. */
export function trackedValue(
  metric: WatchedMetric,
  store: MetricsStore,
  index: number,
  periods = 1,
): number | undefined {
  const parts = Array.from({ length: periods }, (_, i) => store.aggregate(metric.name, index - i));
  const present = parts.filter((part) => part !== undefined);
  return present.length === 0 ? undefined : statisticOf(present.reduce(merge), metric.statistic);
}
