/** Defines the predefined metrics a policy can track, and their alarms' periods. */
import type { MetricsStore } from './metrics-store.ts';
import {
  type Aggregate,
  hasStatistic,
  merge,
  type Statistic,
  statisticNamed,
} from './statistics.ts';

export type VariantTrackedMetric = 'InvocationsPerInstance' | 'ConcurrentRequestsPerModel';
export type ComponentTrackedMetric = 'InvocationsPerCopy' | 'ConcurrentRequestsPerCopy';
export type TrackedMetricName = VariantTrackedMetric | ComponentTrackedMetric;

/** The metric of a policy's alarm. */
export interface WatchedMetric {
  readonly name: string;
  readonly statistic: Statistic;
  /** The alarms' periods, in base periods of the metric's own store. */
  readonly highPeriods: number;
  readonly lowPeriods: number;
  /** Datapoints below the threshold that make the low alarm fire, of as many evaluated. */
  readonly lowCount: number;
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
    lowCount: 15,
  },
  ConcurrentRequestsPerModel: {
    name: 'ConcurrentRequestsPerModel',
    predefinedType: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
    statistic: 'Maximum',
    highPeriods: 1,
    // Recorded of models: the scale-out alarm at 10 s. Of the scale-in alarm either is known.
    lowPeriods: 6,
    lowCount: 15,
  },
  InvocationsPerCopy: {
    name: 'InvocationsPerCopy',
    predefinedType: 'SageMakerInferenceComponentInvocationsPerCopy',
    statistic: 'Sum',
    highPeriods: 1,
    lowPeriods: 1,
    lowCount: 15,
  },
  ConcurrentRequestsPerCopy: {
    name: 'ConcurrentRequestsPerCopy',
    predefinedType: 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution',
    statistic: 'Maximum',
    highPeriods: 1,
    // Measured of components, twice: 90 periods of 10 s.
    lowPeriods: 1,
    lowCount: 90,
  },
};

/** What a component tracks in place of a variant's metric. */
export const PER_COPY = {
  InvocationsPerInstance: 'InvocationsPerCopy',
  ConcurrentRequestsPerModel: 'ConcurrentRequestsPerCopy',
} as const satisfies Record<VariantTrackedMetric, ComponentTrackedMetric>;

/** The same quarter of an hour below the threshold, counted in the metric's own periods. */
export function byItsOwnPeriods(metric: TrackedMetric): TrackedMetric {
  return { ...metric, lowPeriods: 1, lowCount: metric.lowCount * metric.lowPeriods };
}

export function trackedMetricOfType(predefinedType: string | undefined): TrackedMetric | undefined {
  return Object.values(TRACKED_METRICS).find((each) => each.predefinedType === predefinedType);
}

/** The metric over `periods` base periods up to and including `index`; undefined without data. */
export function trackedValue(
  metric: { readonly name: string; readonly statistic: string },
  store: MetricsStore,
  index: number,
  periods = 1,
): number | undefined {
  let whole: Aggregate | undefined;
  for (let i = 0; i < periods; i += 1) {
    const part = store.aggregate(metric.name, index - i);
    if (part) whole = whole ? merge(whole, part) : part;
  }
  const definition = store.definitions[metric.name];
  if (!whole || !definition || !hasStatistic(definition, metric.statistic)) return undefined;
  return statisticNamed(whole, metric.statistic);
}
