/** Fetches any number of metrics and periods with as few GetMetricData calls as CloudWatch allows. */
import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import chunk from 'lodash/chunk.js';
import type { Reading } from '../datapoint-book.ts';
import { allPages } from '../pages.ts';
import type { WatchedMetric } from './watched-metric.ts';

export interface MetricWindow {
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
}

export interface MetricAnswer {
  readonly readings: Reading[];
  /** CloudWatch's own status for an incomplete response, such as `PartialData`; null when complete. */
  readonly incomplete: string | null;
}

/** GetMetricData's limit. */
const MOST_QUERIES = 500;

/** @throws an SDK error; partial results are then discarded */
export async function fetchMetrics(
  client: CloudWatchClient,
  metrics: readonly WatchedMetric[],
  window: MetricWindow,
): Promise<MetricAnswer> {
  const answers: MetricAnswer[] = [];
  for (const some of chunk(metrics, MOST_QUERIES)) {
    answers.push(await fetchSome(client, some, window));
  }
  return {
    readings: answers.flatMap(({ readings }) => readings),
    incomplete: answers.find(({ incomplete }) => incomplete !== null)?.incomplete ?? null,
  };
}

async function fetchSome(
  client: CloudWatchClient,
  metrics: readonly WatchedMetric[],
  { startMs, endMs }: MetricWindow,
): Promise<MetricAnswer> {
  const MetricDataQueries = metrics.map(queryOf);
  const pages = await allPages((NextToken) =>
    client.send(
      new GetMetricDataCommand({
        MetricDataQueries,
        StartTime: new Date(startMs),
        EndTime: new Date(endMs),
        ScanBy: 'TimestampAscending',
        ...(NextToken ? { NextToken } : {}),
      }),
    ),
  );
  const results = pages.flatMap((page) => page.MetricDataResults ?? []);
  return { readings: readingsOf(results, metrics), incomplete: incompleteStatus(results) };
}

function queryOf(metric: WatchedMetric, index: number): MetricDataQuery {
  return {
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: [...metric.dimensions],
      },
      // No Unit: CloudWatch returns nothing when it differs from the stored unit.
      Period: metric.periodSeconds,
      Stat: metric.record.stat,
    },
    ReturnData: true,
  };
}

function metricIndex({ Id }: MetricDataResult): number {
  return Number(Id?.slice(1));
}

function readingsOf(
  results: readonly MetricDataResult[],
  metrics: readonly WatchedMetric[],
): Reading[] {
  return results.flatMap((result) => {
    const metric = metrics[metricIndex(result)];
    if (!metric) return [];
    const { record, periodSeconds, scale } = metric;
    return (result.Timestamps ?? []).flatMap((timestamp, index) => {
      const value = result.Values?.[index];
      if (value === undefined || !Number.isFinite(value)) return [];
      return [{ ...record, periodSeconds, timestampMs: timestamp.getTime(), value: value * scale }];
    });
  });
}

/** PartialData is the normal status of a result while pages follow: only its last status counts. */
function incompleteStatus(results: readonly MetricDataResult[]): string | null {
  const last = new Map(results.map((result) => [metricIndex(result), result.StatusCode]));
  return [...last.values()].find((status) => status !== undefined && status !== 'Complete') ?? null;
}
