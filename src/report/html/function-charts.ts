/** Charts of the Lambda function before the endpoint: how many at once, and whom it turned away. */
import type { ConcurrencyLimit, Timeline } from '../../analysis/timeline.ts';
import type { Chart } from './chart-data.ts';
import { metricLine } from './metric-lines.ts';
import { type Level, periodChart } from './period-chart.ts';
import type { TimeAxis } from './time-axis.ts';

const SERVICE = 'lambda';

/** @returns charts of which some may be without a line. */
export function functionCharts(timeline: Timeline, axis: TimeAxis): Chart[] {
  return [concurrency(timeline, axis), refusals(timeline, axis), utilization(timeline, axis)];
}

function concurrency(timeline: Timeline, axis: TimeAxis): Chart {
  const lines = metricLine(
    timeline,
    { service: SERVICE, metric: 'ConcurrentExecutions', stat: 'Maximum' },
    { label: 'most at once', color: 'main', filled: true },
  );
  const words = {
    id: 'function-concurrency',
    title: 'Function: concurrent executions',
    caption: 'The most at once in each period. Above its limit the function refuses calls.',
    format: 'count' as const,
  };
  return periodChart(words, axis, lines, lines.length === 0 ? [] : limitLevels(timeline.limits));
}

/** What bounds the function; MaxConcurrency is the endpoint's. */
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

function refusals(timeline: Timeline, axis: TimeAxis): Chart {
  const sum = (metric: string) => ({ service: SERVICE, metric, stat: 'Sum' }) as const;
  const words = {
    id: 'function-throttles',
    title: 'Function: throttled and spilled over, per minute',
    caption:
      'Throttled calls were refused. Spilled over means served, but by an environment that was not kept warm.',
    format: 'count' as const,
  };
  return periodChart(words, axis, [
    ...metricLine(timeline, sum('Throttles'), { label: 'throttled', color: 'bad' }),
    ...metricLine(timeline, sum('ProvisionedConcurrencySpilloverInvocations'), {
      label: 'spilled over',
      color: 'warn',
      line: 'dashed',
    }),
  ]);
}

function utilization(timeline: Timeline, axis: TimeAxis): Chart {
  const words = {
    id: 'function-provisioned',
    title: 'Function: provisioned concurrency in use, percent',
    caption: 'At 100 % the next call starts an environment of its own.',
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

/** Two charts: beside thousands of requests a few errors would be a line on the axis. */
export function gatewayCharts(timeline: Timeline, axis: TimeAxis): Chart[] {
  const sum = (metric: string) => ({ service: 'api-gateway', metric, stat: 'Sum' }) as const;
  const requests = {
    id: 'gateway-requests',
    title: 'API Gateway: requests per minute',
    caption: 'What reached the API; less than was sent means that something was lost before it.',
    format: 'count' as const,
  };
  const errors = {
    id: 'gateway-errors',
    title: 'API Gateway: errors per minute',
    caption: '4xx include throttled requests; 5xx include errors of the function behind.',
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
