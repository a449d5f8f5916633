/** ListMetrics -> the containers of an inference pipeline, by the latency each of them publishes. */
import { type CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import type { Watch } from '../../scenario/schema.ts';
import { allPages } from '../pages.ts';
import { variantDimensions } from './variant-metrics.ts';

/**
 * In alphabetical order; none for an endpoint of a single container, and for a pipeline whose first
 * requests are so recent that CloudWatch does not list its metrics yet (AWS says up to 15 minutes).
 */
export async function fetchContainers(client: CloudWatchClient, watch: Watch): Promise<string[]> {
  const dimensions = variantDimensions(watch);
  const pages = await allPages((NextToken) =>
    client.send(
      new ListMetricsCommand({
        Namespace: 'AWS/SageMaker',
        MetricName: 'ContainerLatency',
        Dimensions: dimensions,
        ...(NextToken ? { NextToken } : {}),
      }),
    ),
  );
  const names = pages
    .flatMap((page) => page.Metrics ?? [])
    // Enhanced metrics file the same numbers once more, by instance.
    .filter(({ Dimensions }) => Dimensions?.length === dimensions.length + 1)
    .flatMap(({ Dimensions }) => Dimensions?.find(({ Name }) => Name === 'ContainerName') ?? [])
    .flatMap(({ Value }) => Value ?? []);
  return [...new Set(names)].toSorted();
}
