/**
 * One call of every operation, and more where an answer has several shapes. In this order: what is
 * listed was put there before. `$SYSTEM` and `$ROW` are filled in.
 */
export type ApiCall = readonly [service: string, operation: string, parameters: object];

const ENDPOINT = { EndpointName: 'wine' };
const VARIANT = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'endpoint/wine/variant/AllTraffic',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
};
const METRIC = {
  Namespace: 'AWS/SageMaker',
  MetricName: 'Invocations',
  Dimensions: [
    { Name: 'EndpointName', Value: 'wine' },
    { Name: 'VariantName', Value: 'AllTraffic' },
  ],
};
const HOUR = { StartTime: '2026-01-01T00:00:00Z', EndTime: '2126-01-01T00:00:00Z' };
/** The minutes around now. */
const MINUTES = {
  StartTime: new Date(Date.now() - 600_000).toISOString(),
  EndTime: new Date(Date.now() + 600_000).toISOString(),
};
const FUNCTION = { FunctionName: '$SYSTEM' };

/** Made, described and deleted again. */
const ALARM = { AlarmName: 'own' };
const POLICY_ARN =
  'arn:aws:autoscaling:eu-central-1:123456789012:scalingPolicy:1:resource/sagemaker/x:policyName/y';

const CHANGES: readonly ApiCall[] = [
  [
    'application-autoscaling',
    'PutScalingPolicy',
    {
      ...VARIANT,
      PolicyName: 'steps',
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'PercentChangeInCapacity',
        StepAdjustments: [
          { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10.5, ScalingAdjustment: 50 },
          { MetricIntervalLowerBound: 10.5, ScalingAdjustment: 100 },
        ],
        MinAdjustmentMagnitude: 1,
        Cooldown: 30,
        MetricAggregationType: 'Maximum',
      },
    },
  ],
  [
    'application-autoscaling',
    'PutScheduledAction',
    {
      ...VARIANT,
      ScheduledActionName: 'morning',
      Schedule: 'cron(0 9 ? * MON-FRI *)',
      Timezone: 'Europe/Berlin',
      StartTime: '2026-01-01T00:00:00Z',
      EndTime: '2126-01-01T00:00:00Z',
      ScalableTargetAction: { MinCapacity: 2, MaxCapacity: 4 },
    },
  ],
  ['application-autoscaling', 'DescribeScheduledActions', { ServiceNamespace: 'sagemaker' }],
  ['application-autoscaling', 'DescribeScalingPolicies', { ServiceNamespace: 'sagemaker' }],
  [
    'cloudwatch',
    'PutMetricData',
    {
      Namespace: 'Own/Metrics',
      MetricData: [
        {
          MetricName: 'Depth',
          Dimensions: [{ Name: 'Queue', Value: 'a' }],
          Value: 5,
          Unit: 'Count',
        },
        { MetricName: 'Depth', Values: [1, 2], Counts: [3, 1] },
      ],
    },
  ],
  [
    'cloudwatch',
    'PutMetricAlarm',
    {
      ...ALARM,
      ...METRIC,
      AlarmDescription: 'of a test',
      MetricName: 'ModelLatency',
      ExtendedStatistic: 'p99',
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 1e6,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      Unit: 'Microseconds',
      AlarmActions: [POLICY_ARN],
    },
  ],
  ['cloudwatch', 'DescribeAlarms', { AlarmNames: ['own'] }],
  ['cloudwatch', 'DescribeAlarmsForMetric', { ...METRIC, MetricName: 'ModelLatency' }],
  ['cloudwatch', 'DescribeAlarmsForMetric', { ...METRIC, MetricName: 'InvocationsPerInstance' }],
  ['cloudwatch', 'SetAlarmState', { ...ALARM, StateValue: 'ALARM', StateReason: 'to see' }],
  ['cloudwatch', 'DisableAlarmActions', { AlarmNames: ['own'] }],
  ['cloudwatch', 'EnableAlarmActions', { AlarmNames: ['own'] }],
  ['cloudwatch', 'DescribeAlarmHistory', ALARM],
];

const DELETIONS: readonly ApiCall[] = [
  ['cloudwatch', 'DescribeAlarmHistory', {}],
  // Both protocols ask, and the second would find nothing.
  ['cloudwatch', 'DeleteAlarms', { AlarmNames: [] }],
  [
    'application-autoscaling',
    'DeleteScheduledAction',
    { ...VARIANT, ScheduledActionName: 'morning' },
  ],
  ['application-autoscaling', 'DeleteScalingPolicy', { ...VARIANT, PolicyName: 'steps' }],
  ['application-autoscaling', 'DeregisterScalableTarget', VARIANT],
];

/** Of an endpoint of instance pools with enhanced metrics. */
export const POOL_CALLS: readonly ApiCall[] = [
  ['sagemaker', 'DescribeEndpointConfig', { EndpointConfigName: 'wine-config' }],
  ['sagemaker', 'DescribeEndpoint', ENDPOINT],
  [
    'sagemaker',
    'UpdateEndpointWeightsAndCapacities',
    {
      ...ENDPOINT,
      DesiredWeightsAndCapacities: [{ VariantName: 'AllTraffic', DesiredInstanceCount: 3 }],
    },
  ],
  ['sagemaker', 'DescribeEndpoint', ENDPOINT],
  ['cloudwatch', 'ListMetrics', { Dimensions: [{ Name: 'InstanceId' }] }],
  ['cloudwatch', 'ListMetrics', { RecentlyActive: 'PT3H' }],
  ['cloudwatch', 'DescribeAlarms', {}],
  ['application-autoscaling', 'DescribeScalingPolicies', { ServiceNamespace: 'sagemaker' }],
  ['application-autoscaling', 'DescribeScheduledActions', { ServiceNamespace: 'sagemaker' }],
];

const COMPONENT = { InferenceComponentName: 'wine-component' };
const COPIES = {
  ServiceNamespace: 'sagemaker',
  ResourceId: 'inference-component/wine-component',
  ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
};
const COPY_METRIC = {
  Namespace: 'AWS/SageMaker',
  MetricName: 'InvocationsPerCopy',
  Dimensions: [{ Name: 'InferenceComponentName', Value: 'wine-component' }],
};

/** Of an endpoint that has an inference component of this name, one instance and one copy. */
export const COMPONENT_CALLS: readonly ApiCall[] = [
  ['sagemaker', 'DescribeEndpoint', ENDPOINT],
  ['sagemaker', 'DescribeEndpointConfig', { EndpointConfigName: 'wine-config' }],
  ['sagemaker', 'ListInferenceComponents', { EndpointNameEquals: 'wine', MaxResults: 5 }],
  ['sagemaker', 'DescribeInferenceComponent', COMPONENT],
  [
    'sagemaker-runtime',
    'InvokeEndpoint',
    { ...ENDPOINT, ...COMPONENT, ContentType: 'text/csv', Body: '$ROW' },
  ],
  [
    'sagemaker',
    'UpdateInferenceComponentRuntimeConfig',
    { ...COMPONENT, DesiredRuntimeConfig: { CopyCount: 3 } },
  ],
  ['sagemaker', 'DescribeInferenceComponent', COMPONENT],
  ['sagemaker', 'DescribeEndpoint', ENDPOINT],
  [
    'application-autoscaling',
    'RegisterScalableTarget',
    { ...COPIES, MinCapacity: 0, MaxCapacity: 4 },
  ],
  [
    'application-autoscaling',
    'PutScalingPolicy',
    {
      ...COPIES,
      PolicyName: 'SageMakerEndpointInvocationScalingPolicy',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 5,
        PredefinedMetricSpecification: {
          PredefinedMetricType:
            'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution',
        },
      },
    },
  ],
  ['application-autoscaling', 'DescribeScalableTargets', { ServiceNamespace: 'sagemaker' }],
  ['application-autoscaling', 'DescribeScalingPolicies', COPIES],
  ['application-autoscaling', 'DescribeScalingActivities', COPIES],
  ['cloudwatch', 'DescribeAlarms', {}],
  ['cloudwatch', 'ListMetrics', { Dimensions: [{ Name: 'InferenceComponentName' }] }],
  [
    'cloudwatch',
    'GetMetricData',
    {
      MetricDataQueries: [
        { Id: 'q', MetricStat: { Metric: COPY_METRIC, Period: 60, Stat: 'Sum' } },
      ],
      ...HOUR,
    },
  ],
];

export const CALLS: readonly ApiCall[] = [
  ['sts', 'GetCallerIdentity', {}],
  ['sagemaker', 'ListEndpoints', {}],
  ['sagemaker', 'ListEndpoints', { NameContains: 'IN', StatusEquals: 'InService', MaxResults: 5 }],
  ['sagemaker', 'ListEndpointConfigs', {}],
  ['sagemaker', 'ListModels', {}],
  ['sagemaker', 'DescribeEndpoint', ENDPOINT],
  ['sagemaker', 'DescribeEndpointConfig', { EndpointConfigName: 'wine-config' }],
  ['sagemaker', 'DescribeModel', { ModelName: 'wine-model' }],
  [
    'sagemaker',
    'UpdateEndpointWeightsAndCapacities',
    {
      ...ENDPOINT,
      DesiredWeightsAndCapacities: [
        { VariantName: 'AllTraffic', DesiredInstanceCount: 2, DesiredWeight: 0.5 },
      ],
    },
  ],
  ['sagemaker', 'DescribeEndpoint', ENDPOINT],
  ['sagemaker-runtime', 'InvokeEndpoint', { ...ENDPOINT, ContentType: 'text/csv', Body: '$ROW' }],
  ['cloudwatch', 'ListMetrics', {}],
  ['cloudwatch', 'DescribeAlarms', {}],
  ['cloudwatch', 'DescribeAlarmHistory', {}],
  [
    'cloudwatch',
    'GetMetricData',
    {
      MetricDataQueries: [
        { Id: 'q', MetricStat: { Metric: METRIC, Period: 60, Stat: 'Sum' } },
        { Id: 'rate', Expression: 'q / 60', Label: 'requests a second' },
      ],
      ...HOUR,
    },
  ],
  [
    'cloudwatch',
    'GetMetricStatistics',
    {
      ...METRIC,
      ...MINUTES,
      Period: 60,
      Statistics: ['Sum', 'Average'],
    },
  ],
  [
    'cloudwatch',
    'GetMetricStatistics',
    {
      ...METRIC,
      MetricName: 'ModelLatency',
      ...MINUTES,
      Period: 60,
      ExtendedStatistics: ['p99', 'tm90'],
    },
  ],
  [
    'application-autoscaling',
    'RegisterScalableTarget',
    { ...VARIANT, MinCapacity: 2, MaxCapacity: 4 },
  ],
  [
    'application-autoscaling',
    'PutScalingPolicy',
    {
      ...VARIANT,
      PolicyName: 'SageMakerEndpointInvocationScalingPolicy',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 100,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance',
        },
      },
    },
  ],
  ['application-autoscaling', 'DescribeScalableTargets', { ServiceNamespace: 'sagemaker' }],
  ['application-autoscaling', 'DescribeScalingPolicies', { ServiceNamespace: 'sagemaker' }],
  [
    'application-autoscaling',
    'DescribeScalingActivities',
    { ServiceNamespace: 'sagemaker', IncludeNotScaledActivities: true },
  ],
  ['service-quotas', 'ListServiceQuotas', { ServiceCode: 'sagemaker' }],
  ['service-quotas', 'GetServiceQuota', { ServiceCode: 'lambda', QuotaCode: 'L-B99A9384' }],
  [
    'pricing',
    'GetProducts',
    {
      ServiceCode: 'AmazonSageMaker',
      Filters: [
        { Type: 'TERM_MATCH', Field: 'regionCode', Value: 'eu-west-1' },
        { Type: 'TERM_MATCH', Field: 'instanceName', Value: 'ml.m5.large' },
      ],
    },
  ],
  ['lambda', 'ListFunctions', {}],
  ['lambda', 'ListFunctions', { FunctionVersion: 'ALL' }],
  ['lambda', 'GetFunction', FUNCTION],
  ['lambda', 'GetFunction', { ...FUNCTION, Qualifier: '1' }],
  ['lambda', 'GetFunctionConfiguration', FUNCTION],
  ['lambda', 'GetFunctionConcurrency', FUNCTION],
  ['lambda', 'ListVersionsByFunction', FUNCTION],
  ['lambda', 'ListAliases', FUNCTION],
  ['lambda', 'GetAlias', { ...FUNCTION, Name: 'live' }],
  ['lambda', 'GetFunction', { ...FUNCTION, Qualifier: 'live' }],
  ['lambda', 'GetProvisionedConcurrencyConfig', { ...FUNCTION, Qualifier: 'live' }],
  ['lambda', 'ListProvisionedConcurrencyConfigs', FUNCTION],
  ['lambda', 'GetAccountSettings', {}],
  ['lambda', 'Invoke', { ...FUNCTION, Payload: '{}', LogType: 'Tail' }],
  ['lambda', 'Invoke', { ...FUNCTION, Payload: '{}', InvocationType: 'Event' }],
  ['lambda', 'Invoke', { ...FUNCTION, InvocationType: 'DryRun' }],
  ...CHANGES,
  ...DELETIONS,
];
