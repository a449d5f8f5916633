/** A watched CloudWatch metric: how it is requested, and how it is recorded. */
import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { Reading } from '../datapoint-book.ts';

export interface WatchedMetric {
  readonly namespace: string;
  readonly dimensions: readonly Dimension[];
  /** CloudWatch's name, which differs from `record.metric` for an HTTP API's errors. */
  readonly name: string;
  readonly periodSeconds: number;
  readonly record: Pick<
    Reading,
    'service' | 'container' | 'instanceId' | 'component' | 'metric' | 'stat' | 'unit'
  >;
  /** Factor from CloudWatch's unit to ours: SageMaker reports latencies in microseconds. */
  readonly scale: number;
}

/** One row of a table of metrics; everything else is the same for the whole table. */
export interface MetricRow {
  readonly name: string;
  readonly stat: string;
  readonly unit: Reading['unit'];
  readonly scale: number;
}

/** The source of a table of metrics: service, namespace, dimensions and period. */
export interface MetricSource {
  readonly service: Reading['service'];
  readonly namespace: string;
  readonly dimensions: readonly Dimension[];
  readonly periodSeconds: number;
  /** Whose share of the metrics it is: a pipeline's container, one instance, an inference component. */
  readonly part?: Pick<Reading, 'container' | 'instanceId' | 'component'>;
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

/** @param scale from CloudWatch's unit to percent: 100 where it reports a share */
export function percentage(name: string, stat: string, scale = 1): MetricRow {
  return { name, stat, unit: 'percent', scale };
}

/** @param recordedAs the name in the record, when it is not CloudWatch's own */
export function watched(
  { service, part, ...source }: MetricSource,
  { name, stat, unit, scale }: MetricRow,
  recordedAs = name,
): WatchedMetric {
  return { ...source, name, record: { service, metric: recordedAs, stat, unit, ...part }, scale };
}
