/**
 * The metrics of an inference component, and what of the variant's has no counterpart among them.
 *
 * Source: "SageMaker AI inference component metrics" in "Amazon SageMaker AI metrics in Amazon CloudWatch",
 * AWS documentation.
 */
import type { Watch } from '../../scenario/schema.ts';
import type { MetricPeriods } from './periods.ts';
import { HARDWARE, INVOCATIONS, variantDimensions } from './variant-metrics.ts';
import {
  counted,
  type MetricRow,
  type MetricSource,
  MICROSECONDS,
  percentage,
  timed,
  type WatchedMetric,
  watched,
} from './watched-metric.ts';

/** What the copies use of what was reserved for them. */
const COPIES_HARDWARE = '/aws/sagemaker/InferenceComponents';

const OF_COMPONENT: readonly MetricRow[] = [
  counted('Invocations'),
  // Each request adds 1/copies, so only the sum is meaningful.
  counted('InvocationsPerCopy'),
  counted('Invocation4XXErrors'),
  counted('Invocation5XXErrors'),
  counted('InvocationModelErrors'),
  // Requests that found no copy: what wakes a component that is at zero.
  counted('NoCapacityInvocationFailures'),
  timed('ModelLatency', 'Average', MICROSECONDS),
  timed('ModelLatency', 'Maximum', MICROSECONDS),
  timed('OverheadLatency', 'Average', MICROSECONDS),
];

export function componentMetrics(
  watch: Watch,
  component: string,
  { invocationSeconds, utilizationSeconds, shortSeconds }: MetricPeriods,
): WatchedMetric[] {
  const invocations: MetricSource = {
    service: 'sagemaker',
    namespace: INVOCATIONS,
    dimensions: [{ Name: 'InferenceComponentName', Value: component }],
    periodSeconds: invocationSeconds,
    part: { component },
  };
  const hardware = {
    ...invocations,
    namespace: COPIES_HARDWARE,
    periodSeconds: utilizationSeconds,
  };
  const ofInstances: MetricSource = {
    service: 'sagemaker',
    namespace: HARDWARE,
    dimensions: variantDimensions(watch),
    periodSeconds: utilizationSeconds,
  };
  return [
    ...OF_COMPONENT.map((row) => watched(invocations, row)),
    watched(
      { ...invocations, periodSeconds: shortSeconds },
      counted('ConcurrentRequestsPerCopy', 'Maximum'),
    ),
    watched(hardware, percentage('CPUUtilizationNormalized', 'Average')),
    watched(ofInstances, percentage('CPUUtilization', 'Average')),
  ];
}
