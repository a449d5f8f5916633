/**
 * Defines the metrics of a variant and of the services in front of it (Lambda, API Gateway): names,
 * namespaces, units and the statistics AWS documents for each.
 */
import { type MetricDefinition, STATISTICS, type Statistic } from './statistics.ts';

function metric(
  unit: MetricDefinition['unit'],
  statistics: readonly Statistic[],
  zeroWhenIdle: boolean,
): MetricDefinition {
  const percentiles = unit === 'Microseconds';
  return { namespace: 'AWS/SageMaker', unit, statistics, percentiles, zeroWhenIdle };
}

const hardware: MetricDefinition = {
  namespace: '/aws/sagemaker/Endpoints',
  unit: 'Percent',
  statistics: STATISTICS,
  zeroWhenIdle: true,
};

/** Source: "Amazon SageMaker AI metrics in Amazon CloudWatch", AWS documentation. */
export const INVOCATION_METRICS = {
  Invocations: metric('None', STATISTICS, true),
  // Each request adds 1/instances, so only sums are meaningful.
  InvocationsPerInstance: metric('None', ['Sum'], true),
  Invocation4XXErrors: metric('None', STATISTICS, true),
  Invocation5XXErrors: metric('None', STATISTICS, true),
  InvocationModelErrors: metric('None', STATISTICS, true),
  // Without requests there is no latency, rather than a latency of zero.
  ModelLatency: metric('Microseconds', STATISTICS, false),
  OverheadLatency: metric('Microseconds', STATISTICS, false),
} as const satisfies Record<string, MetricDefinition>;
export type InvocationMetric = keyof typeof INVOCATION_METRICS;

/** In a store of their own: without enhanced metrics their period can differ from the others'. */
export const UTILIZATION_METRICS = {
  CPUUtilization: { ...hardware, busyShare: true },
} as const satisfies Record<string, MetricDefinition>;
export type UtilizationMetric = keyof typeof UTILIZATION_METRICS;

const { InvocationsPerInstance: _, ...ofOneInstance } = INVOCATION_METRICS;

/**
 * Enhanced metrics, by InstanceId. Source: "Amazon SageMaker AI enhanced metrics for inference
 * endpoints". A share of one instance in itself would say nothing, so it is left out.
 */
export const INSTANCE_METRICS = { ...ofOneInstance, ...UTILIZATION_METRICS };
export type InstanceMetric = keyof typeof INSTANCE_METRICS;

/**
 * By InferenceComponentName. A request that no copy could take is a NoCapacityInvocationFailure, and
 * assumed to be in no other count.
 */
export const COMPONENT_METRICS = {
  Invocations: INVOCATION_METRICS.Invocations,
  // Each request adds 1/copies.
  InvocationsPerCopy: metric('None', ['Sum'], true),
  Invocation4XXErrors: INVOCATION_METRICS.Invocation4XXErrors,
  Invocation5XXErrors: INVOCATION_METRICS.Invocation5XXErrors,
  InvocationModelErrors: INVOCATION_METRICS.InvocationModelErrors,
  ModelLatency: INVOCATION_METRICS.ModelLatency,
  OverheadLatency: INVOCATION_METRICS.OverheadLatency,
  NoCapacityInvocationFailures: metric('None', STATISTICS, false),
} as const satisfies Record<string, MetricDefinition>;
export type ComponentMetric = keyof typeof COMPONENT_METRICS;

/** What the copies use of what is reserved for them, 0 to 100. */
export const COMPONENT_UTILIZATION_METRICS = {
  CPUUtilizationNormalized: {
    ...hardware,
    namespace: '/aws/sagemaker/InferenceComponents',
    busyShare: true,
  },
} as const satisfies Record<string, MetricDefinition>;
export type ComponentUtilizationMetric = keyof typeof COMPONENT_UTILIZATION_METRICS;

/** An inference pipeline's, one series per container. */
export const CONTAINER_METRICS = {
  ContainerLatency: metric('Microseconds', STATISTICS, false),
} as const satisfies Record<string, MetricDefinition>;

/** Published every 10 seconds; queued requests count, too. */
export const CONCURRENCY_METRIC: MetricDefinition = metric(
  'None',
  ['Maximum', 'Average', 'Minimum', 'SampleCount'],
  true,
);
/** Of each instance, or of each copy of an inference component. */
export type ConcurrencyMetric = 'ConcurrentRequestsPerModel' | 'ConcurrentRequestsPerCopy';

/** A serverless endpoint has no instance metrics and fewer model metrics. */
export const SERVERLESS_METRICS = {
  Invocations: INVOCATION_METRICS.Invocations,
  Invocation4XXErrors: INVOCATION_METRICS.Invocation4XXErrors,
  Invocation5XXErrors: INVOCATION_METRICS.Invocation5XXErrors,
  OverheadLatency: INVOCATION_METRICS.OverheadLatency,
  ModelSetupTime: metric('Microseconds', STATISTICS, false),
  MemoryUtilization: { ...hardware, zeroWhenIdle: false },
} as const satisfies Record<string, MetricDefinition>;
export type ServerlessMetric = keyof typeof SERVERLESS_METRICS;

/** Neither service publishes datapoints for minutes without requests. */
const frontMetric = (
  namespace: string,
  unit: MetricDefinition['unit'],
  statistics: readonly Statistic[] = STATISTICS,
): MetricDefinition => ({
  namespace,
  unit,
  statistics,
  percentiles: unit === 'Milliseconds',
  zeroWhenIdle: false,
});

const API = 'AWS/ApiGateway';

/** A REST API's, by ApiName and Stage. Source: "Amazon API Gateway dimensions and metrics". */
export const API_METRICS = {
  Count: frontMetric(API, 'Count', ['Sum', 'SampleCount']),
  '4XXError': frontMetric(API, 'Count'),
  '5XXError': frontMetric(API, 'Count'),
  Latency: frontMetric(API, 'Milliseconds'),
  IntegrationLatency: frontMetric(API, 'Milliseconds'),
} as const satisfies Record<string, MetricDefinition>;
export type ApiMetric = keyof typeof API_METRICS;

const LAMBDA = 'AWS/Lambda';

/** By FunctionName, and by FunctionName and Resource. Source: "Types of metrics for Lambda functions". */
export const LAMBDA_METRICS = {
  Invocations: frontMetric(LAMBDA, 'Count'),
  Errors: frontMetric(LAMBDA, 'Count'),
  Throttles: frontMetric(LAMBDA, 'Count'),
  Duration: frontMetric(LAMBDA, 'Milliseconds'),
  ConcurrentExecutions: frontMetric(LAMBDA, 'Count'),
  ProvisionedConcurrencyUtilization: frontMetric(LAMBDA, 'None'),
  ProvisionedConcurrencySpilloverInvocations: frontMetric(LAMBDA, 'Count'),
} as const satisfies Record<string, MetricDefinition>;
export type LambdaMetric = keyof typeof LAMBDA_METRICS;
