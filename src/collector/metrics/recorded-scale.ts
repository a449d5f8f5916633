/** From a metric's unit in CloudWatch to that in the record, for whatever is compared with it. Pure. */
import { INVOCATIONS } from './variant-metrics.ts';
import { MICROSECONDS } from './watched-metric.ts';

/** SageMaker's durations: microseconds there, milliseconds in the record. */
const DURATION = /(Latency|Time)$/;

export interface NamedMetric {
  readonly Namespace?: string | undefined;
  readonly MetricName?: string | undefined;
}

/** Factor for thresholds and targets, as for the datapoints. */
export function recordedScale(metric: NamedMetric | undefined): number {
  return isDuration(metric) ? MICROSECONDS : 1;
}

export function isDuration(metric: NamedMetric | undefined): boolean {
  return metric?.Namespace === INVOCATIONS && DURATION.test(metric.MetricName ?? '');
}
