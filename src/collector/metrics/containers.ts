/** Finds an inference pipeline's containers with ListMetrics, by the latency that each publishes. */
import { type CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import type { Watch } from '../../scenario/schema.ts';
import { allPages } from '../pages.ts';
import { variantDimensions } from './variant-metrics.ts';

/**
 * In alphabetical order; empty for a single-container endpoint, and for a pipeline whose first
 * requests are too recent for CloudWatch to list its metrics (AWS says up to 15 minutes).
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
    // Enhanced metrics publish the same numbers again, per instance.
    .filter(({ Dimensions }) => Dimensions?.length === dimensions.length + 1)
    .flatMap(({ Dimensions }) => Dimensions?.find(({ Name }) => Name === 'ContainerName') ?? [])
    .flatMap(({ Value }) => Value ?? []);
  return [...new Set(names)].toSorted();
}
