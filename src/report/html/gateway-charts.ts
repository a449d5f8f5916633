/** Charts of the API in API Gateway: what reached it, and what it answered with an error. */
import type { Timeline } from '../../analysis/timeline.ts';
import type { Chart } from './chart-data.ts';
import { metricLine } from './metric-lines.ts';
import { periodChart } from './period-chart.ts';
import type { TimeAxis } from './time-axis.ts';

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
