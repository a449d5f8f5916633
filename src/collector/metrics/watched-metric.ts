/** One CloudWatch metric that is watched: what it is asked for by, and what it is recorded as. */
import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { Reading } from '../datapoint-book.ts';

export interface WatchedMetric {
  readonly namespace: string;
  readonly dimensions: readonly Dimension[];
  /** CloudWatch's name of it, which differs from `record.metric` for an HTTP API's errors. */
  readonly name: string;
  readonly periodSeconds: number;
  readonly record: Pick<Reading, 'service' | 'container' | 'metric' | 'stat' | 'unit'>;
  /** From CloudWatch's unit to ours: SageMaker states latencies in microseconds. */
  readonly scale: number;
}

/** A metric and its statistic as a table states them: the rest is the same for the whole table. */
export interface MetricRow {
  readonly name: string;
  readonly stat: string;
  readonly unit: Reading['unit'];
  readonly scale: number;
}

/** Source of a table: whose metrics, filed under what, at which period. */
export interface MetricSource {
  readonly service: Reading['service'];
  readonly namespace: string;
  readonly dimensions: readonly Dimension[];
  readonly periodSeconds: number;
  readonly container?: string;
}

export const MICROSECONDS = 1e-3;
export const MILLISECONDS = 1;

export function counted(name: string, stat = 'Sum'): MetricRow {
  return { name, stat, unit: 'count', scale: 1 };
}

/** @param scale from CloudWatch's unit to milliseconds */
export function timed(name: string, stat: string, scale: number): MetricRow {
  return { name, stat, unit: 'ms', scale };
}

/** @param scale from CloudWatch's unit to percent: 100 where it states a share */
export function percentage(name: string, stat: string, scale = 1): MetricRow {
  return { name, stat, unit: 'percent', scale };
}

/** @param recordedAs the name in the record, where that is not CloudWatch's own */
export function watched(
  { service, container, ...source }: MetricSource,
  { name, stat, unit, scale }: MetricRow,
  recordedAs = name,
): WatchedMetric {
  const record = { service, metric: recordedAs, stat, unit, ...(container ? { container } : {}) };
  return { ...source, name, record, scale };
}
