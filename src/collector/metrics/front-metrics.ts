/**
 * The metrics of the services in front of the endpoint: API Gateway and Lambda.
 *
 * Sources: "Types of metrics for Lambda functions", "Monitoring concurrency", "Amazon API Gateway
 * dimensions and metrics" and "Working with metrics for HTTP APIs", AWS documentation.
 */
import type { Watch } from '../../scenario/schema.ts';
import { parseFunctionName } from '../function-settings.ts';
import {
  counted,
  type MetricRow,
  type MetricSource,
  MILLISECONDS,
  percentage,
  timed,
  type WatchedMetric,
  watched,
} from './watched-metric.ts';

const OF_FUNCTION: readonly MetricRow[] = [
  counted('Invocations'),
  counted('Errors'),
  counted('Throttles'),
  counted('ConcurrentExecutions', 'Maximum'),
  timed('Duration', 'Average', MILLISECONDS),
  timed('Duration', 'Maximum', MILLISECONDS),
];
const OF_PROVISIONED: readonly MetricRow[] = [
  counted('ProvisionedConcurrencySpilloverInvocations'),
  // CloudWatch reports a share.
  percentage('ProvisionedConcurrencyUtilization', 'Maximum', 100),
];
const API_COUNT = counted('Count');
const API_LATENCIES: readonly MetricRow[] = [
  timed('Latency', 'Average', MILLISECONDS),
  timed('IntegrationLatency', 'Average', MILLISECONDS),
];

/**
 * Metrics of the whole function, whatever version answers. The two provisioned-concurrency metrics
 * are published for the version or alias that has it, so a known qualifier narrows them to that.
 */
export function functionMetrics(functionName: string, periodSeconds: number): WatchedMetric[] {
  const { name, qualifier } = parseFunctionName(functionName);
  const dimensions = [{ Name: 'FunctionName', Value: name }];
  const whole: MetricSource = {
    service: 'lambda',
    namespace: 'AWS/Lambda',
    dimensions,
    periodSeconds,
  };
  const resource = { Name: 'Resource', Value: `${name}:${qualifier}` };
  const qualified =
    qualifier === undefined ? whole : { ...whole, dimensions: [...dimensions, resource] };
  return [
    ...OF_FUNCTION.map((row) => watched(whole, row)),
    ...OF_PROVISIONED.map((row) => watched(qualified, row)),
  ];
}

/** An HTTP API's error metrics are called `4xx` and `5xx`; they are recorded under REST API names. */
export function apiMetrics(api: NonNullable<Watch['api']>, periodSeconds: number): WatchedMetric[] {
  const isHttpApi = api.id !== undefined;
  const source: MetricSource = {
    service: 'api-gateway',
    namespace: 'AWS/ApiGateway',
    dimensions: [
      isHttpApi ? { Name: 'ApiId', Value: api.id } : { Name: 'ApiName', Value: api.name },
      { Name: 'Stage', Value: api.stage },
    ],
    periodSeconds,
  };
  return [
    watched(source, API_COUNT),
    watched(source, counted(isHttpApi ? '4xx' : '4XXError'), '4XXError'),
    watched(source, counted(isHttpApi ? '5xx' : '5XXError'), '5XXError'),
    ...API_LATENCIES.map((row) => watched(source, row)),
  ];
}
