/**
 * The metrics of a SageMaker variant: on instances, serverless, and for an inference pipeline.
 *
 * Source: "Amazon SageMaker AI metrics in Amazon CloudWatch" and "Inference pipeline logs and
 * metrics", AWS documentation.
 */
import type { Watch } from '../../scenario/schema.ts';
import type { MetricPeriods } from './periods.ts';
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

/** What a variant runs on; unknown until DescribeEndpoint has answered. */
export type Hosting = 'instances' | 'serverless' | 'unknown';

export const INVOCATIONS = 'AWS/SageMaker';
export const HARDWARE = '/aws/sagemaker/Endpoints';

const OF_BOTH: readonly MetricRow[] = [
  counted('Invocations'),
  counted('Invocation4XXErrors'),
  counted('Invocation5XXErrors'),
  timed('OverheadLatency', 'Average', MICROSECONDS),
];
const OF_INSTANCES: readonly MetricRow[] = [
  // Each request adds 1/instances, so only the sum is meaningful.
  counted('InvocationsPerInstance'),
  counted('InvocationModelErrors'),
  timed('ModelLatency', 'Average', MICROSECONDS),
  timed('ModelLatency', 'Maximum', MICROSECONDS),
];
const OF_SERVERLESS: readonly MetricRow[] = [
  // One sample per cold start, so SampleCount is the number of cold starts.
  counted('ModelSetupTime', 'SampleCount'),
  timed('ModelSetupTime', 'Average', MICROSECONDS),
  timed('ModelSetupTime', 'Maximum', MICROSECONDS),
];
const OF_CONTAINERS: readonly MetricRow[] = [
  timed('ContainerLatency', 'Average', MICROSECONDS),
  timed('ContainerLatency', 'Maximum', MICROSECONDS),
];

export function variantDimensions({ endpointName, variantName }: Watch) {
  return [
    { Name: 'EndpointName', Value: endpointName },
    { Name: 'VariantName', Value: variantName },
  ];
}

/** While the hosting is unknown, all metrics are requested: those that do not exist come back empty. */
export function variantMetrics(
  watch: Watch,
  hosting: Hosting,
  { invocationSeconds, utilizationSeconds, shortSeconds }: MetricPeriods,
): WatchedMetric[] {
  const dimensions = variantDimensions(watch);
  const invocations: MetricSource = {
    service: 'sagemaker',
    namespace: INVOCATIONS,
    dimensions,
    periodSeconds: invocationSeconds,
  };
  const hardware = { ...invocations, namespace: HARDWARE, periodSeconds: utilizationSeconds };
  const short = { ...invocations, periodSeconds: shortSeconds };
  const instances = [
    ...OF_INSTANCES.map((row) => watched(invocations, row)),
    watched(hardware, percentage('CPUUtilization', 'Average')),
    watched(short, counted('ConcurrentRequestsPerModel', 'Maximum')),
  ];
  const serverless = [
    ...OF_SERVERLESS.map((row) => watched(invocations, row)),
    watched(hardware, percentage('MemoryUtilization', 'Average')),
  ];
  return [
    ...OF_BOTH.map((row) => watched(invocations, row)),
    ...(hosting === 'serverless' ? [] : instances),
    ...(hosting === 'instances' ? [] : serverless),
  ];
}

/** @param containers of an inference pipeline, by name */
export function containerMetrics(
  watch: Watch,
  containers: readonly string[],
  periodSeconds: number,
): WatchedMetric[] {
  return containers.flatMap((container) => {
    const dimensions = [...variantDimensions(watch), { Name: 'ContainerName', Value: container }];
    const source: MetricSource = {
      service: 'sagemaker',
      namespace: INVOCATIONS,
      dimensions,
      periodSeconds,
      part: { container },
    };
    return OF_CONTAINERS.map((row) => watched(source, row));
  });
}
