/**
 * The names that a stand-in's faults may use. A misspelt one would inject nothing, and a test of a fault
 * that never happens passes. `test/local/fault-names.test.ts` holds them against what is served.
 */

export const OPERATIONS = [
  // SageMaker
  'DescribeEndpoint',
  'DescribeEndpointConfig',
  'DescribeModel',
  'DescribeInferenceComponent',
  'ListEndpoints',
  'ListEndpointConfigs',
  'ListInferenceComponents',
  'ListModels',
  'UpdateEndpointWeightsAndCapacities',
  'UpdateInferenceComponentRuntimeConfig',
  // CloudWatch
  'GetMetricData',
  'GetMetricStatistics',
  'ListMetrics',
  'DescribeAlarms',
  'DescribeAlarmHistory',
  'DescribeAlarmsForMetric',
  'PutMetricAlarm',
  'DeleteAlarms',
  'SetAlarmState',
  'EnableAlarmActions',
  'DisableAlarmActions',
  'PutMetricData',
  // PromQL
  'QueryMetrics',
  // Application Auto Scaling
  'DescribeScalableTargets',
  'DescribeScalingPolicies',
  'DescribeScalingActivities',
  'RegisterScalableTarget',
  'PutScalingPolicy',
  'DescribeScheduledActions',
  'PutScheduledAction',
  'DeregisterScalableTarget',
  'DeleteScalingPolicy',
  'DeleteScheduledAction',
  // Lambda
  'GetFunction',
  'GetFunctionConcurrency',
  'GetFunctionConfiguration',
  'ListFunctions',
  'ListVersionsByFunction',
  'ListAliases',
  'GetAlias',
  'GetProvisionedConcurrencyConfig',
  'ListProvisionedConcurrencyConfigs',
  'GetAccountSettings',
  // Service Quotas, Price List and STS
  'GetProducts',
  'ListServiceQuotas',
  'GetServiceQuota',
  'GetCallerIdentity',
] as const;

/** What an endpoint publishes, on instances or serverless. */
export const PUBLISHED_METRICS = [
  'Invocations',
  'InvocationsPerInstance',
  'Invocation4XXErrors',
  'Invocation5XXErrors',
  'InvocationModelErrors',
  'ModelLatency',
  'OverheadLatency',
  'ContainerLatency',
  'ConcurrentRequestsPerModel',
  // By InferenceComponentName.
  'InvocationsPerCopy',
  'ConcurrentRequestsPerCopy',
  'NoCapacityInvocationFailures',
  'CPUUtilizationNormalized',
  'CPUUtilization',
  'MemoryUtilization',
  'ModelSetupTime',
] as const;
