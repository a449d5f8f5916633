/**
 * A run as OpenTelemetry metrics: each second's figures with the time of that second, then the verdict's with
 * the time the run ended. Gauges, because a figure belongs to its second: the metrics SDK would stamp the time
 * of the export, so its data model is filled by hand.
 */
import { type HrTime, ValueType } from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type GaugeMetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { type RunSecond, runSeconds } from '../analysis/run-seconds.ts';
import type { Timeline } from '../analysis/timeline.ts';
import { trackedMetric } from '../analysis/tracked-series.ts';
import type { Labels } from '../report/metric.ts';
import { plainText } from '../report/plain-text.ts';
import { runMetrics, seriesLabels } from '../report/run-metrics.ts';
import { SECOND_FIGURES, type SecondFigure } from '../report/second-figures.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { runResource, runScope } from './otlp-resource.ts';

/** A few thousand points in a request: about 1 MB, where receivers take 4 MB and more. */
const SECONDS_IN_A_REQUEST = 300;

/** @returns one entry a request; empty where nothing was recorded. */
export function runMetricRequests(verdict: Verdict, timeline: Timeline): ResourceMetrics[] {
  const figures = [...SECOND_FIGURES, ...trackedFigures(timeline)];
  const labels = seriesLabels(verdict);
  const seconds = [...runSeconds(timeline, verdict.scalingEvents)];
  const batches = Array.from(
    { length: Math.ceil(seconds.length / SECONDS_IN_A_REQUEST) },
    (_, batch) => seconds.slice(batch * SECONDS_IN_A_REQUEST, (batch + 1) * SECONDS_IN_A_REQUEST),
  );
  return [...batches.map((batch) => secondMetrics(figures, labels, batch)), endMetrics(verdict)]
    .filter((metrics) => metrics.length > 0)
    .map((metrics) => ({
      resource: runResource(verdict),
      scopeMetrics: [{ scope: runScope(verdict), metrics }],
    }));
}

export function pointsIn({ scopeMetrics }: ResourceMetrics): number {
  return scopeMetrics
    .flatMap(({ metrics }) => metrics)
    .reduce((sum, { dataPoints }) => sum + dataPoints.length, 0);
}

/** Its unit is the policy's choice, so it is a label. */
function trackedFigures(timeline: Timeline): SecondFigure[] {
  const { name, unit, target } = trackedMetric(timeline);
  const labels = { metric: plainText(name), unit };
  const help = 'The metric that the scaling policy tracks, and its target.';
  const tracked = (column: string, of: string, read: SecondFigure['read']): SecondFigure => ({
    ...{ column, read },
    metric: { name: 'scaleproof.tracked_metric', unit: '', help, labels: { ...labels, of } },
  });
  return [
    tracked('tracked_metric_value', 'value', (second) => second.tracked),
    tracked('tracked_metric_target', 'target', (second) =>
      second.tracked === null ? null : target,
    ),
  ];
}

function secondMetrics(
  figures: readonly SecondFigure[],
  labels: Labels,
  seconds: readonly RunSecond[],
): GaugeMetricData[] {
  const byName = Map.groupBy(figures, ({ metric }) => metric.name);
  return [...byName.values()]
    .map((same) =>
      gauge(
        same[0]!.metric,
        same.flatMap(({ read, metric }) => {
          const attributes = { ...labels, ...metric.labels };
          return seconds.flatMap((second) => {
            const value = read(second);
            if (value === null) return [];
            return [point(second.startMs + 1_000, attributes, value * (metric.factor ?? 1))];
          });
        }),
      ),
    )
    .filter(({ dataPoints }) => dataPoints.length > 0);
}

function endMetrics(verdict: Verdict): GaugeMetricData[] {
  const { endedAtMs } = verdict;
  if (endedAtMs === null) return [];
  return runMetrics(verdict).map((metric) =>
    gauge(
      metric,
      metric.samples.map(({ labels, value }) => point(endedAtMs, labels, value)),
    ),
  );
}

function gauge(
  { name, unit, help }: { readonly name: string; readonly unit: string; readonly help: string },
  dataPoints: DataPoint<number>[],
): GaugeMetricData {
  return {
    descriptor: { name, unit, description: help, valueType: ValueType.DOUBLE },
    dataPointType: DataPointType.GAUGE,
    // Of no meaning for a gauge.
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPoints,
  };
}

function point(atMs: number, attributes: Labels, value: number): DataPoint<number> {
  const time: HrTime = millisToHrTime(Math.round(atMs));
  return { startTime: time, endTime: time, attributes, value };
}
