/** Charts of the model behind the endpoint: concurrency, cold starts, containers. */

import { containerSeries } from '../../analysis/find-series.ts';
import type { Timeline } from '../../analysis/timeline.ts';
import { trackedMetric } from '../../analysis/tracked-series.ts';
import { plainText } from '../plain-text.ts';
import type { Chart, ChartSeries } from './chart-data.ts';
import { metricLine } from './metric-lines.ts';
import { periodChart } from './period-chart.ts';
import type { TimeAxis } from './time-axis.ts';

const SERVICE = 'sagemaker';
const CONCURRENCY = 'ConcurrentRequestsPerModel';

/** @returns charts, some possibly without lines. */
export function modelCharts(timeline: Timeline, axis: TimeAxis): Chart[] {
  return [
    ...(trackedMetric(timeline).name === CONCURRENCY ? [] : [concurrency(timeline, axis)]),
    coldStarts(timeline, axis),
    setupTime(timeline, axis),
    containers(timeline, axis),
  ];
}

function concurrency(timeline: Timeline, axis: TimeAxis): Chart {
  const lines = metricLine(
    timeline,
    { service: SERVICE, metric: CONCURRENCY, stat: 'Maximum' },
    { label: 'peak', color: 'main', filled: true },
  );
  const limit = timeline.limits?.find(({ kind }) => kind === 'max-concurrency');
  const words = {
    id: 'model-concurrency',
    group: 'model' as const,
    title: 'Model: concurrent requests',
    caption: 'Peak in each period, including requests queued in the container.',
    format: 'count' as const,
  };
  const levels =
    limit === undefined || lines.length === 0
      ? []
      : [{ label: 'MaxConcurrency', color: 'limit' as const, value: limit.value }];
  return periodChart(words, axis, lines, levels);
}

function coldStarts(timeline: Timeline, axis: TimeAxis): Chart {
  const words = {
    id: 'model-cold-starts',
    group: 'model' as const,
    title: 'Model: cold starts per period',
    caption: 'How often the serverless endpoint had to set up the model before responding.',
    format: 'count' as const,
  };
  return periodChart(
    words,
    axis,
    metricLine(
      timeline,
      { service: SERVICE, metric: 'ModelSetupTime', stat: 'SampleCount' },
      { label: 'cold starts', color: 'warn', filled: true },
    ),
  );
}

function setupTime(timeline: Timeline, axis: TimeAxis): Chart {
  const name = (stat: string) => ({ service: SERVICE, metric: 'ModelSetupTime', stat }) as const;
  const words = {
    id: 'model-setup',
    group: 'model' as const,
    title: 'Model: setup time of a cold start',
    caption: 'Part of the latency of the request that hit the cold start.',
    format: 'milliseconds' as const,
  };
  return periodChart(words, axis, [
    ...metricLine(timeline, name('Average'), { label: 'average', color: 'second' }),
    ...metricLine(timeline, name('Maximum'), { label: 'longest', color: 'main' }),
  ]);
}

const CONTAINER_LOOKS: readonly Pick<ChartSeries, 'color' | 'line'>[] = [
  { color: 'main', line: 'solid' },
  { color: 'second', line: 'solid' },
  { color: 'third', line: 'solid' },
  { color: 'warn', line: 'dashed' },
  { color: 'limit', line: 'dotted' },
];

function containers(timeline: Timeline, axis: TimeAxis): Chart {
  const name = { service: SERVICE, metric: 'ContainerLatency', stat: 'Average' } as const;
  const words = {
    id: 'container-latency',
    group: 'model' as const,
    title: 'Containers: latency, average',
    caption: 'Latency per container of the pipeline; every request passes through all of them.',
    format: 'milliseconds' as const,
  };
  const lines = containerSeries(timeline.metrics, name).map((series, index) => ({
    label: plainText(series.container),
    ...CONTAINER_LOOKS[index % CONTAINER_LOOKS.length]!,
    points: series.points,
    valueOf: (point: { readonly value: number }) => point.value,
  }));
  return periodChart(words, axis, lines);
}
