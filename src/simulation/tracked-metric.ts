/** Defines the predefined metrics a policy can track, and their alarms' periods. */
import type { MetricsStore } from './metrics-store.ts';
import { hasStatistic, type Statistic, statisticNamed } from './statistics.ts';

export type VariantTrackedMetric = 'InvocationsPerInstance' | 'ConcurrentRequestsPerModel';
export type ComponentTrackedMetric = 'InvocationsPerCopy' | 'ConcurrentRequestsPerCopy';
export type TrackedMetricName = VariantTrackedMetric | ComponentTrackedMetric;

/** The metric of a policy's alarm. */
export interface WatchedMetric {
  readonly name: string;
  readonly statistic: Statistic;
  /** The alarms' periods, AWS seconds, however often the metric is published. */
  readonly highSeconds: number;
  readonly lowSeconds: number;
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
    highSeconds: 60,
    lowSeconds: 60,
    lowCount: 15,
  },
  ConcurrentRequestsPerModel: {
    name: 'ConcurrentRequestsPerModel',
    predefinedType: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
    statistic: 'Maximum',
    highSeconds: 10,
    // Recorded of models: the scale-out alarm at 10 s. Of the scale-in alarm either is known.
    lowSeconds: 60,
    lowCount: 15,
  },
  InvocationsPerCopy: {
    name: 'InvocationsPerCopy',
    predefinedType: 'SageMakerInferenceComponentInvocationsPerCopy',
    statistic: 'Sum',
    highSeconds: 60,
    lowSeconds: 60,
    lowCount: 15,
  },
  ConcurrentRequestsPerCopy: {
    name: 'ConcurrentRequestsPerCopy',
    predefinedType: 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution',
    statistic: 'Maximum',
    highSeconds: 10,
    // Measured of components, twice: 90 periods of 10 s.
    lowSeconds: 10,
    lowCount: 90,
  },
};

/** What a component tracks in place of a variant's metric. */
export const PER_COPY = {
  InvocationsPerInstance: 'InvocationsPerCopy',
  ConcurrentRequestsPerModel: 'ConcurrentRequestsPerCopy',
} as const satisfies Record<VariantTrackedMetric, ComponentTrackedMetric>;

/** The same quarter of an hour below the threshold, counted in periods of the high alarm. */
export function byShortPeriods(metric: TrackedMetric): TrackedMetric {
  const { highSeconds, lowSeconds, lowCount } = metric;
  return { ...metric, lowSeconds: highSeconds, lowCount: (lowCount * lowSeconds) / highSeconds };
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
  const whole = store.aggregate(metric.name, index, periods);
  const definition = store.definitions[metric.name];
  if (!whole || !definition || !hasStatistic(definition, metric.statistic)) return undefined;
  return statisticNamed(whole, metric.statistic);
}
