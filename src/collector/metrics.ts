/** Which CloudWatch metrics a variant is watched by, and one GetMetricData call for all of them. */
import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import type { Watch } from '../scenario/schema.ts';
import type { Reading } from './datapoint-book.ts';

interface WatchedMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly stat: string;
  readonly unit: Reading['unit'];
  /** From CloudWatch's unit to ours: SageMaker states latencies in microseconds. */
  readonly scale: number;
}

const VARIANT = 'AWS/SageMaker';
const HARDWARE = '/aws/sagemaker/Endpoints';
const MICROSECONDS = 1e-3;

function watched(
  namespace: string,
  metric: string,
  stat: string,
  unit: Reading['unit'] = 'count',
  scale = 1,
): WatchedMetric {
  return { namespace, metric, stat, unit, scale };
}

export const WATCHED_METRICS: readonly WatchedMetric[] = [
  watched(VARIANT, 'Invocations', 'Sum'),
  // Each request adds 1/instances, so only the sum means anything.
  watched(VARIANT, 'InvocationsPerInstance', 'Sum'),
  watched(VARIANT, 'Invocation4XXErrors', 'Sum'),
  watched(VARIANT, 'Invocation5XXErrors', 'Sum'),
  watched(VARIANT, 'InvocationModelErrors', 'Sum'),
  watched(VARIANT, 'ModelLatency', 'Average', 'ms', MICROSECONDS),
  watched(VARIANT, 'ModelLatency', 'Maximum', 'ms', MICROSECONDS),
  watched(VARIANT, 'OverheadLatency', 'Average', 'ms', MICROSECONDS),
  watched(HARDWARE, 'CPUUtilization', 'Average', 'percent'),
];

export interface MetricWindow {
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
  readonly periodSeconds: number;
}

/** @returns the readings of the window and whether CloudWatch called the answer complete */
export async function fetchMetrics(
  client: CloudWatchClient,
  watch: Watch,
  window: MetricWindow,
): Promise<{ readings: Reading[]; complete: boolean }> {
  const readings: Reading[] = [];
  let complete = true;
  let nextToken: string | undefined;
  do {
    const page: GetMetricDataCommandOutput = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries(watch, window.periodSeconds),
        StartTime: new Date(window.startMs),
        EndTime: new Date(window.endMs),
        ScanBy: 'TimestampAscending',
        ...(nextToken ? { NextToken: nextToken } : {}),
      }),
    );
    for (const result of page.MetricDataResults ?? []) {
      const metric = WATCHED_METRICS[Number(result.Id?.slice(1))];
      if (!metric) continue;
      // While pages follow, PartialData is the ordinary status of an unfinished result.
      complete &&= result.StatusCode === 'Complete' || page.NextToken !== undefined;
      for (const [index, timestamp] of (result.Timestamps ?? []).entries()) {
        const value = result.Values?.[index];
        if (value === undefined) continue;
        readings.push(toReading(metric, window.periodSeconds, timestamp, value));
      }
    }
    nextToken = page.NextToken;
  } while (nextToken);
  return { readings, complete };
}

function toReading(
  { metric, stat, unit, scale }: WatchedMetric,
  periodSeconds: number,
  timestamp: Date,
  value: number,
): Reading {
  return {
    service: 'sagemaker',
    metric,
    stat,
    unit,
    periodSeconds,
    timestampMs: timestamp.getTime(),
    value: value * scale,
  };
}

function queries(watch: Watch, periodSeconds: number): MetricDataQuery[] {
  const dimensions = [
    { Name: 'EndpointName', Value: watch.endpointName },
    { Name: 'VariantName', Value: watch.variantName },
  ];
  return WATCHED_METRICS.map(({ namespace, metric, stat }, index) => ({
    Id: `m${index}`,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metric, Dimensions: dimensions },
      // No Unit: CloudWatch returns nothing at all when it differs from the stored one.
      Period: periodSeconds,
      Stat: stat,
    },
    ReturnData: true,
  }));
}
