/**
 * The names that a stand-in's faults may use. A misspelt one would inject nothing, and a test of a fault
 * that never happens passes. `test/local/fault-names.test.ts` holds them against what is served.
 */

export const OPERATIONS = [
  // SageMaker
  'DescribeEndpoint',
  'DescribeEndpointConfig',
  // CloudWatch
  'GetMetricData',
  'GetMetricStatistics',
  'ListMetrics',
  'DescribeAlarms',
  'DescribeAlarmHistory',
  // Application Auto Scaling
  'DescribeScalableTargets',
  'DescribeScalingPolicies',
  'DescribeScalingActivities',
  'RegisterScalableTarget',
  'PutScalingPolicy',
  // Lambda
  'GetFunctionConcurrency',
  'GetFunctionConfiguration',
  'ListProvisionedConcurrencyConfigs',
  'GetAccountSettings',
  // Service Quotas and STS
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
  'CPUUtilization',
  'MemoryUtilization',
  'ModelSetupTime',
] as const;
