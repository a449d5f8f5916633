/** Lists the metrics to request for a scenario's `watch`. Pure. */
import {
  HIGH_RESOLUTION_PERIOD_SECONDS,
  METRIC_PERIOD_SECONDS,
} from '../../aws/target-tracking.ts';
import type { AlarmObservation } from '../../record/aws-events.ts';
import type { Watch } from '../../scenario/schema.ts';
import { apiMetrics, functionMetrics } from './front-metrics.ts';
import {
  containerMetrics,
  type Hosting,
  type VariantPeriods,
  variantMetrics,
} from './variant-metrics.ts';
import type { WatchedMetric } from './watched-metric.ts';

/** What is known of the variant so far. */
export interface WatchedVariant {
  readonly hosting: Hosting;
  /** An inference pipeline's containers by name; empty for a single container. */
  readonly containers: readonly string[];
  readonly alarms: readonly AlarmObservation[];
}

const SHORT_PERIODS_A_MINUTE = METRIC_PERIOD_SECONDS / HIGH_RESOLUTION_PERIOD_SECONDS;

/** An alarm's own period comes first: only at that period do we see what the alarm sees. */
export function periodsOf(watch: Watch, alarms: readonly AlarmObservation[]): VariantPeriods {
  const ofAlarm = (metric: string) =>
    alarms.find((alarm) => alarm.role === 'high' && alarm.metric === metric)?.periodSeconds;
  const periodSeconds = ofAlarm('InvocationsPerInstance') ?? watch.periodSeconds;
  const shortSeconds = Math.min(
    HIGH_RESOLUTION_PERIOD_SECONDS,
    watch.periodSeconds / SHORT_PERIODS_A_MINUTE,
    // The alarm shows how long a stand-in's minute is when the scenario does not say.
    periodSeconds,
  );
  return {
    periodSeconds,
    shortPeriodSeconds: ofAlarm('ConcurrentRequestsPerModel') ?? shortSeconds,
  };
}

export function watchedMetrics(
  watch: Watch,
  { hosting, containers }: WatchedVariant,
  periods: VariantPeriods,
): WatchedMetric[] {
  const { periodSeconds } = periods;
  return [
    ...variantMetrics(watch, hosting, periods),
    ...containerMetrics(watch, containers, periodSeconds),
    ...(watch.functionName ? functionMetrics(watch.functionName, periodSeconds) : []),
    ...(watch.api ? apiMetrics(watch.api, periodSeconds) : []),
  ];
}
