/**
 * The metrics of each instance by itself, and which instances there are.
 *
 * Source: "Amazon SageMaker AI enhanced metrics for inference endpoints", AWS documentation.
 */
import { type CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import type { Watch } from '../../scenario/schema.ts';
import { allPages } from '../pages.ts';
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

/** GetMetricData costs by the metric: the seven of so many instances fit in one call beside the variant's own. */
export const MOST_INSTANCES = 64;

const DIMENSION = 'InstanceId';
const CPU = 'CPUUtilization';

const OF_INSTANCE: readonly MetricRow[] = [
  counted('Invocations'),
  counted('Invocation4XXErrors'),
  counted('Invocation5XXErrors'),
  counted('InvocationModelErrors'),
  timed('ModelLatency', 'Average', MICROSECONDS),
  timed('ModelLatency', 'Maximum', MICROSECONDS),
];

/** Metrics that are asked for of each instance. */
export const METRICS_PER_INSTANCE = OF_INSTANCE.length + 1;

export function instanceMetrics(
  watch: Watch,
  instanceIds: readonly string[],
  { invocationSeconds, utilizationSeconds }: MetricPeriods,
): WatchedMetric[] {
  return instanceIds.flatMap((instanceId) => {
    const invocations: MetricSource = {
      service: 'sagemaker',
      namespace: INVOCATIONS,
      dimensions: [...variantDimensions(watch), { Name: DIMENSION, Value: instanceId }],
      periodSeconds: invocationSeconds,
      part: { instanceId },
    };
    const hardware = { ...invocations, namespace: HARDWARE, periodSeconds: utilizationSeconds };
    return [
      ...OF_INSTANCE.map((row) => watched(invocations, row)),
      watched(hardware, percentage(CPU, 'Average')),
    ];
  });
}

/**
 * Ids of the instances that published something lately, in alphabetical order. CPU is asked for too: an instance
 * that gets no requests has no other metric.
 *
 * @throws an SDK error
 */
export async function fetchInstanceIds(client: CloudWatchClient, watch: Watch): Promise<string[]> {
  const found = await Promise.all([
    fetchIds(client, watch, INVOCATIONS, 'Invocations'),
    fetchIds(client, watch, HARDWARE, CPU),
  ]);
  return [...new Set(found.flat())].toSorted();
}

async function fetchIds(
  client: CloudWatchClient,
  watch: Watch,
  namespace: string,
  metric: string,
): Promise<string[]> {
  const dimensions = [...variantDimensions(watch), { Name: DIMENSION }];
  const pages = await allPages((NextToken) =>
    client.send(
      new ListMetricsCommand({
        Namespace: namespace,
        MetricName: metric,
        Dimensions: dimensions,
        // CloudWatch would list what stopped two weeks ago, too.
        RecentlyActive: 'PT3H',
        ...(NextToken ? { NextToken } : {}),
      }),
    ),
  );
  return (
    pages
      .flatMap((page) => page.Metrics ?? [])
      // Containers and accelerators publish by instance as well.
      .filter(({ Dimensions }) => Dimensions?.length === dimensions.length)
      .flatMap(({ Dimensions }) => Dimensions?.find(({ Name }) => Name === DIMENSION)?.Value ?? [])
  );
}
