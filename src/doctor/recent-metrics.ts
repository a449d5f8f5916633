/** Reads the endpoint's recent traffic and durations from CloudWatch. */
import { type CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { parseFunctionName } from '../collector/function-settings.ts';
import { fetchMetrics } from '../collector/metrics/fetch-metrics.ts';
import { variantDimensions } from '../collector/metrics/variant-metrics.ts';
import {
  counted,
  MICROSECONDS,
  MILLISECONDS,
  timed,
  watched,
} from '../collector/metrics/watched-metric.ts';
import type { Watch } from '../scenario/schema.ts';

export interface RecentTraffic {
  /** Datapoints of Invocations in the last `WINDOW_MINUTES`. */
  readonly datapoints: number;
  readonly invocations: number;
}

export const WINDOW_MINUTES = 15;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const HOUR_SECONDS = 3_600;

function variantSource(watch: Watch, periodSeconds: number) {
  return {
    service: 'sagemaker',
    namespace: 'AWS/SageMaker',
    dimensions: variantDimensions(watch),
    periodSeconds,
  } as const;
}

/** @throws an SDK error */
export async function fetchTraffic(
  client: CloudWatchClient,
  watch: Watch,
  nowMs: number,
): Promise<RecentTraffic> {
  const metric = watched(variantSource(watch, watch.periodSeconds), counted('Invocations'));
  const window = { startMs: nowMs - WINDOW_MINUTES * MINUTE_MS, endMs: nowMs };
  const { readings } = await fetchMetrics(client, [metric], window);
  return {
    datapoints: readings.length,
    invocations: readings.reduce((sum, { value }) => sum + value, 0),
  };
}

export interface RecentDurations {
  /** Average of the newest hour with data in the last day, seconds; null if there is none. */
  readonly modelSeconds: number | null;
  readonly functionSeconds: number | null;
}

/** @throws an SDK error */
export async function fetchDurations(
  client: CloudWatchClient,
  watch: Watch,
  nowMs: number,
): Promise<RecentDurations> {
  const metrics = [
    watched(variantSource(watch, HOUR_SECONDS), timed('ModelLatency', 'Average', MICROSECONDS)),
  ];
  if (watch.functionName !== undefined) {
    const source = {
      service: 'lambda',
      namespace: 'AWS/Lambda',
      dimensions: [{ Name: 'FunctionName', Value: parseFunctionName(watch.functionName).name }],
      periodSeconds: HOUR_SECONDS,
    } as const;
    metrics.push(watched(source, timed('Duration', 'Average', MILLISECONDS)));
  }
  const { readings } = await fetchMetrics(client, metrics, {
    startMs: nowMs - DAY_MS,
    endMs: nowMs,
  });
  const newestSeconds = (service: string) => {
    const valueMs = readings.filter((each) => each.service === service).at(-1)?.value;
    return valueMs === undefined ? null : valueMs / 1_000;
  };
  return { modelSeconds: newestSeconds('sagemaker'), functionSeconds: newestSeconds('lambda') };
}

/** Whether the variant's invocations were published in the last two weeks. */
export async function fetchPublished(client: CloudWatchClient, watch: Watch): Promise<boolean> {
  const answer = await client.send(
    new ListMetricsCommand({
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocations',
      Dimensions: variantDimensions(watch),
    }),
  );
  return (answer.Metrics ?? []).length > 0;
}
