/** The metrics of what stands in front of the endpoint: API Gateway and Lambda. */
import { type MetricDefinition, STATISTICS, type Statistic } from './statistics.ts';

/** Neither service tells anything of a minute without requests. */
const metric = (
  namespace: string,
  unit: MetricDefinition['unit'],
  statistics: readonly Statistic[] = STATISTICS,
): MetricDefinition => ({ namespace, unit, statistics, zeroWhenIdle: false });

const API = 'AWS/ApiGateway';

/** Of a REST API, by ApiName and Stage. Source: "Amazon API Gateway dimensions and metrics". */
export const API_METRICS = {
  Count: metric(API, 'Count', ['Sum', 'SampleCount']),
  '4XXError': metric(API, 'Count'),
  '5XXError': metric(API, 'Count'),
  Latency: metric(API, 'Milliseconds'),
  IntegrationLatency: metric(API, 'Milliseconds'),
} as const satisfies Record<string, MetricDefinition>;
export type ApiMetric = keyof typeof API_METRICS;

const LAMBDA = 'AWS/Lambda';

/** By FunctionName, and by FunctionName and Resource. Source: "Types of metrics for Lambda functions". */
export const LAMBDA_METRICS = {
  Invocations: metric(LAMBDA, 'Count'),
  Errors: metric(LAMBDA, 'Count'),
  Throttles: metric(LAMBDA, 'Count'),
  Duration: metric(LAMBDA, 'Milliseconds'),
  ConcurrentExecutions: metric(LAMBDA, 'Count'),
  ProvisionedConcurrencyUtilization: metric(LAMBDA, 'None'),
  ProvisionedConcurrencySpilloverInvocations: metric(LAMBDA, 'Count'),
} as const satisfies Record<string, MetricDefinition>;
export type LambdaMetric = keyof typeof LAMBDA_METRICS;
