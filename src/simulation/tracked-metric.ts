/** The predefined metrics a policy can track, and the alarms each of them comes with. */
import type { MetricsStore } from './metrics-store.ts';
import { merge, type Statistic, statisticOf } from './statistics.ts';

export type TrackedMetricName = 'InvocationsPerInstance' | 'ConcurrentRequestsPerModel';

/** What an alarm of a policy is on. */
export interface WatchedMetric {
  readonly name: string;
  readonly statistic: Statistic;
  /** Lengths of the alarms' periods, in base periods of the metric's own store. */
  readonly highPeriods: number;
  readonly lowPeriods: number;
}

export interface TrackedMetric extends WatchedMetric {
  readonly name: TrackedMetricName;
  /** What Application Auto Scaling calls it. */
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
    // Only the alarm for scaling out was seen at 10 s; scaling in is assumed to keep its minutes.
    lowPeriods: 6,
  },
};

export function trackedMetricOfType(predefinedType: string | undefined): TrackedMetric | undefined {
  return Object.values(TRACKED_METRICS).find((each) => each.predefinedType === predefinedType);
}

/** The metric over so many base periods up to and including `index`; undefined without data. */
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
