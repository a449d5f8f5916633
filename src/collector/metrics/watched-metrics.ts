/** Lists the metrics to request for a scenario's `watch`. Pure. */
import type { AlarmObservation } from '../../record/aws-events.ts';
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
  readonly alarms: readonly AlarmObservation[];
}

export function watchedMetrics(
  watch: Watch,
  { hosting, containers, instanceIds, alarms }: WatchedVariant,
  periods: MetricPeriods,
): WatchedMetric[] {
  const { inferenceComponent: component } = watch;
  const { frontSeconds } = periods;
  const whole =
    component === undefined
      ? variantMetrics(watch, hosting, periods)
      : componentMetrics(watch, component, periods);
  return [
    ...whole,
    ...asAlarmsReadThem(whole, alarms),
    ...containerMetrics(watch, containers, periods.invocationSeconds),
    ...instanceMetrics(watch, instanceIds, periods),
    ...(watch.functionName ? functionMetrics(watch.functionName, frontSeconds) : []),
    ...(watch.api ? apiMetrics(watch.api, frontSeconds) : []),
  ];
}

/**
 * A sum over ten seconds says nothing of a threshold for sixty: what an alarm reads is asked for at its own
 * period and statistic, beside the finer datapoints.
 */
function asAlarmsReadThem(
  metrics: readonly WatchedMetric[],
  alarms: readonly AlarmObservation[],
): WatchedMetric[] {
  const asked = new Set(metrics.map(keyOf));
  return alarms.flatMap(({ namespace, metric, stat, periodSeconds }) => {
    const same = metrics.find(
      (one) => one.name === metric && (namespace ?? one.namespace) === one.namespace,
    );
    // A number of samples is in no metric's own unit, and nothing shows it.
    if (same === undefined || stat === '' || stat === 'SampleCount') return [];
    const wanted = { ...same, periodSeconds, record: { ...same.record, stat } };
    if (asked.has(keyOf(wanted))) return [];
    asked.add(keyOf(wanted));
    return [wanted];
  });
}

function keyOf({ namespace, name, record, periodSeconds }: WatchedMetric): string {
  return [namespace, name, record.stat, periodSeconds].join('|');
}
