/** Charts of API Gateway and the Lambda function in front of the endpoint. */
import type { ConcurrencyLimit, Timeline } from '../../analysis/timeline.ts';
import type { Chart } from './chart-data.ts';
import { metricLine } from './metric-lines.ts';
import { type Level, periodChart } from './period-chart.ts';
import type { TimeAxis } from './time-axis.ts';

const SERVICE = 'lambda';

/** @returns charts, some possibly without lines. */
export function functionCharts(timeline: Timeline, axis: TimeAxis): Chart[] {
  return [concurrency(timeline, axis), throttles(timeline, axis), utilization(timeline, axis)];
}

function concurrency(timeline: Timeline, axis: TimeAxis): Chart {
  const lines = metricLine(
    timeline,
    { service: SERVICE, metric: 'ConcurrentExecutions', stat: 'Maximum' },
    { label: 'peak', color: 'main', filled: true },
  );
  const words = {
    id: 'function-concurrency',
    group: 'way' as const,
    title: 'Function: concurrent executions',
    caption: 'Peak in each period. Lambda throttles invocations above the limit.',
    format: 'count' as const,
  };
  return periodChart(words, axis, lines, lines.length === 0 ? [] : limitLevels(timeline.limits));
}

/** The function's limits; MaxConcurrency belongs to the endpoint. */
const LEVEL_LOOKS: Readonly<Partial<Record<ConcurrencyLimit['kind'], Level['color']>>> = {
  reserved: 'limit',
  provisioned: 'second',
};

function limitLevels(limits: readonly ConcurrencyLimit[] = []): Level[] {
  return limits.flatMap(({ kind, value }) => {
    const color = LEVEL_LOOKS[kind];
    return color === undefined ? [] : [{ label: kind, color, value }];
  });
}

function throttles(timeline: Timeline, axis: TimeAxis): Chart {
  const sum = (metric: string) => ({ service: SERVICE, metric, stat: 'Sum' }) as const;
  const words = {
    id: 'function-throttles',
    group: 'way' as const,
    title: 'Function: throttles and spillover, per minute',
    caption:
      'Throttled invocations were rejected. Spillover invocations were served, but not by provisioned concurrency.',
    format: 'count' as const,
  };
  return periodChart(words, axis, [
    ...metricLine(timeline, sum('Throttles'), { label: 'throttled', color: 'bad' }),
    ...metricLine(timeline, sum('ProvisionedConcurrencySpilloverInvocations'), {
      label: 'spillover',
      color: 'warn',
      line: 'dashed',
    }),
  ]);
}

function utilization(timeline: Timeline, axis: TimeAxis): Chart {
  const words = {
    id: 'function-provisioned',
    group: 'way' as const,
    title: 'Function: provisioned concurrency in use, percent',
    caption: 'At 100 %, further invocations spill over to on-demand environments.',
    format: 'percent' as const,
  };
  return periodChart(
    words,
    axis,
    metricLine(
      timeline,
      { service: SERVICE, metric: 'ProvisionedConcurrencyUtilization', stat: 'Maximum' },
      { label: 'in use', color: 'main', filled: true },
    ),
  );
}

/** Two charts: next to thousands of requests, a few errors would be flat on the axis. */
export function gatewayCharts(timeline: Timeline, axis: TimeAxis): Chart[] {
  const sum = (metric: string) => ({ service: 'api-gateway', metric, stat: 'Sum' }) as const;
  const requests = {
    id: 'gateway-requests',
    group: 'way' as const,
    title: 'API Gateway: requests per minute',
    caption:
      'Requests that reached the API. Fewer than were sent means that some were lost on the way.',
    format: 'count' as const,
  };
  const errors = {
    id: 'gateway-errors',
    group: 'way' as const,
    title: 'API Gateway: errors per minute',
    caption: '4xx includes throttled requests; 5xx includes function errors.',
    format: 'count' as const,
  };
  return [
    periodChart(
      requests,
      axis,
      metricLine(timeline, sum('Count'), { label: 'requests', color: 'main', filled: true }),
    ),
    periodChart(errors, axis, [
      ...metricLine(timeline, sum('4XXError'), { label: '4xx', color: 'warn', line: 'dashed' }),
      ...metricLine(timeline, sum('5XXError'), { label: '5xx', color: 'bad' }),
    ]),
  ];
}
