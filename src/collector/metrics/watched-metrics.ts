/** Lists the metrics to request for a scenario's `watch`. Pure. */
import type { Watch } from '../../scenario/schema.ts';
import { componentMetrics } from './component-metrics.ts';
import { apiMetrics, functionMetrics } from './front-metrics.ts';
import { instanceMetrics } from './instance-metrics.ts';
import type { MetricPeriods } from './periods.ts';
import { containerMetrics, type Hosting, variantMetrics } from './variant-metrics.ts';
import type { WatchedMetric } from './watched-metric.ts';

/** What is known of the variant so far. */
export interface WatchedVariant {
  readonly hosting: Hosting;
  /** An inference pipeline's containers by name; empty for a single container. */
  readonly containers: readonly string[];
  /** Empty where enhanced metrics are off. */
  readonly instanceIds: readonly string[];
  /** What alarms and policies read, besides. */
  readonly alarmed: readonly WatchedMetric[];
}

export function watchedMetrics(
  watch: Watch,
  { hosting, containers, instanceIds, alarmed }: WatchedVariant,
  periods: MetricPeriods,
): WatchedMetric[] {
  const { frontSeconds } = periods;
  return [
    ...ownMetrics(watch, hosting, periods),
    ...alarmed,
    ...containerMetrics(watch, containers, periods.invocationSeconds),
    ...instanceMetrics(watch, instanceIds, periods),
    ...(watch.functionName ? functionMetrics(watch.functionName, frontSeconds) : []),
    ...(watch.api ? apiMetrics(watch.api, frontSeconds) : []),
  ];
}

/** Of the component as a whole where one is watched, else of the variant. */
export function ownMetrics(
  watch: Watch,
  hosting: Hosting,
  periods: MetricPeriods,
): WatchedMetric[] {
  const { inferenceComponent: component } = watch;
  return component === undefined
    ? variantMetrics(watch, hosting, periods)
    : componentMetrics(watch, component, periods);
}
