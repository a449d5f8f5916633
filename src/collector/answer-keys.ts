/**
 * Every key of AWS's answers about an endpoint, in one of three lists: what the collector understands, what it
 * names because it may change what is measured, and what it leaves because it cannot. A key in none of them is
 * newer than this table, and is named. docs/real-aws.md shows the same lists.
 *
 * Source: SageMaker and Application Auto Scaling API references; a test compares with the SDK's own schemas.
 */
import type { MISREAD } from '../record/aws-events.ts';

export type Misread = (typeof MISREAD)[number];

export interface Shape {
  /** The shape within, for a key that holds one or a list of them; null for a plain value. */
  readonly understood: Readonly<Record<string, string | null>>;
  /** What each could change. */
  readonly named?: Readonly<Record<string, readonly Misread[]>>;
  readonly left?: readonly string[];
  /** Values that are understood; any other is named. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** What a key that is newer than this table could change, and a value that is not understood. */
  readonly unknown: readonly Misread[];
}

const words = (text: string) => text.split(' ');
/** Keys of plain values. */
const plain = (text: string) => Object.fromEntries(words(text).map((key) => [key, null]));

const OF_ENDPOINT: Record<string, Shape> = {
  DescribeEndpointOutput: {
    understood: {
      ...plain('EndpointName EndpointConfigName EndpointStatus'),
      ProductionVariants: 'ProductionVariantSummary',
    },
    named: {
      // A copy of the requests goes to them as well; their metrics have their own variant name.
      ShadowProductionVariants: [],
      // Instances of the old and of the new fleet are counted.
      PendingDeploymentSummary: ['counts', 'metrics'],
      // Requests wait in a queue that no metric here shows.
      AsyncInferenceConfig: ['metrics', 'scaling'],
      ExplainerConfig: [],
    },
    // As in the endpoint's configuration.
    left: words(
      'EndpointArn DataCaptureConfig FailureReason CreationTime LastModifiedTime LastDeploymentConfig MetricsConfig',
    ),
    unknown: ['counts'],
  },
  ProductionVariantSummary: {
    understood: {
      ...plain('VariantName CurrentInstanceCount DesiredInstanceCount'),
      InstancePools: 'InstancePoolSummary',
      VariantStatus: 'ProductionVariantStatus',
      CurrentServerlessConfig: 'ProductionVariantServerlessConfig',
      ManagedInstanceScaling: 'ProductionVariantManagedInstanceScaling',
      RoutingConfig: 'ProductionVariantRoutingConfig',
    },
    named: { CapacityReservationConfig: [] },
    left: words('DeployedImages CurrentWeight DesiredWeight DesiredServerlessConfig'),
    unknown: ['counts', 'metrics'],
  },
  InstancePoolSummary: {
    understood: plain('InstanceType CurrentInstanceCount'),
    unknown: ['counts'],
  },
  ProductionVariantStatus: {
    understood: plain('Status StatusMessage'),
    left: words('StartTime'),
    unknown: [],
  },
  ProductionVariantServerlessConfig: {
    understood: plain('MemorySizeInMB MaxConcurrency ProvisionedConcurrency'),
    unknown: ['scaling'],
  },
  ProductionVariantManagedInstanceScaling: {
    understood: plain('Status MinInstanceCount MaxInstanceCount'),
    named: { ScaleInPolicy: [] },
    values: { Status: ['ENABLED', 'DISABLED'] },
    unknown: ['scaling'],
  },
  ProductionVariantRoutingConfig: {
    understood: plain('RoutingStrategy'),
    // Only with PREFIX_AWARE, which is named.
    left: words('PrefixAwareRoutingConfig'),
    values: { RoutingStrategy: ['LEAST_OUTSTANDING_REQUESTS', 'RANDOM'] },
    unknown: ['metrics'],
  },
};

const OF_CONFIG: Record<string, Shape> = {
  DescribeEndpointConfigOutput: {
    understood: {
      ...plain('EndpointConfigName'),
      ProductionVariants: 'ProductionVariant',
      MetricsConfig: 'MetricsConfig',
    },
    // What these change shows in DescribeEndpoint's answer, which is read anyway.
    left: words(
      'EndpointConfigArn DataCaptureConfig KmsKeyId CreationTime AsyncInferenceConfig ExplainerConfig ShadowProductionVariants ExecutionRoleArn VpcConfig EnableNetworkIsolation',
    ),
    unknown: ['metrics'],
  },
  ProductionVariant: {
    understood: {
      ...plain(
        'VariantName ModelName InitialInstanceCount InstanceType VariantInstanceProvisionTimeoutInSeconds',
      ),
      InstancePools: 'InstancePool',
      ManagedInstanceScaling: 'ProductionVariantManagedInstanceScaling',
      RoutingConfig: 'ProductionVariantRoutingConfig',
    },
    left: words(
      'InitialVariantWeight AcceleratorType CoreDumpConfig ServerlessConfig VolumeSizeInGB ModelDataDownloadTimeoutInSeconds ContainerStartupHealthCheckTimeoutInSeconds EnableSSMAccess InferenceAmiVersion CapacityReservationConfig',
    ),
    unknown: ['counts', 'metrics'],
  },
  InstancePool: {
    understood: plain('InstanceType Priority'),
    // Instances of this type run another model.
    named: { ModelNameOverride: [] },
    unknown: ['counts'],
  },
  MetricsConfig: {
    understood: plain(
      'EnableEnhancedMetrics EnableDetailedObservability MetricPublishFrequencyInSeconds',
    ),
    unknown: ['metrics'],
  },
};

const OF_COMPONENT: Record<string, Shape> = {
  DescribeInferenceComponentOutput: {
    understood: {
      ...plain(
        'InferenceComponentName EndpointName VariantName FailureReason InferenceComponentStatus',
      ),
      Specification: 'InferenceComponentSpecificationSummary',
      Specifications: 'InferenceComponentSpecificationSummary',
      RuntimeConfig: 'InferenceComponentRuntimeConfigSummary',
    },
    left: words(
      'InferenceComponentArn EndpointArn CreationTime LastModifiedTime LastDeploymentConfig',
    ),
    unknown: ['counts'],
  },
  InferenceComponentRuntimeConfigSummary: {
    understood: plain('DesiredCopyCount CurrentCopyCount'),
    // The same copies by instance type.
    left: words('PlacementStatus'),
    unknown: ['counts'],
  },
  InferenceComponentSpecificationSummary: {
    understood: {},
    // An adapter has no copies of its own: those of its base component serve it.
    named: { BaseInferenceComponentName: ['counts', 'scaling'] },
    left: words(
      'InstanceType ModelName Container StartupParameters ComputeResourceRequirements DataCacheConfig SchedulingConfig',
    ),
    unknown: [],
  },
};

const OF_SCALING: Record<string, Shape> = {
  ScalableTarget: {
    understood: { ...plain('MinCapacity MaxCapacity'), SuspendedState: 'SuspendedState' },
    // Predictive scaling may raise the count before any alarm.
    named: { PredictedCapacity: ['scaling'] },
    left: words(
      'ServiceNamespace ResourceId ScalableDimension RoleARN CreationTime ScalableTargetARN',
    ),
    unknown: ['scaling'],
  },
  SuspendedState: {
    understood: plain('DynamicScalingInSuspended DynamicScalingOutSuspended'),
    named: { ScheduledScalingSuspended: [] },
    unknown: ['scaling'],
  },
  ScalingPolicy: {
    understood: {
      ...plain('PolicyName PolicyType Alarms'),
      StepScalingPolicyConfiguration: 'StepScalingPolicyConfiguration',
      TargetTrackingScalingPolicyConfiguration: 'TargetTrackingScalingPolicyConfiguration',
    },
    named: { PredictiveScalingPolicyConfiguration: ['scaling'] },
    left: words('PolicyARN ServiceNamespace ResourceId ScalableDimension CreationTime'),
    values: { PolicyType: ['TargetTrackingScaling', 'StepScaling'] },
    unknown: ['scaling'],
  },
  TargetTrackingScalingPolicyConfiguration: {
    understood: {
      ...plain('TargetValue ScaleOutCooldown ScaleInCooldown DisableScaleIn'),
      PredefinedMetricSpecification: 'PredefinedMetricSpecification',
      CustomizedMetricSpecification: 'CustomizedMetricSpecification',
    },
    unknown: ['scaling'],
  },
  PredefinedMetricSpecification: {
    understood: plain('PredefinedMetricType'),
    left: words('ResourceLabel'),
    values: {
      PredefinedMetricType: words(
        'SageMakerVariantInvocationsPerInstance SageMakerVariantConcurrentRequestsPerModelHighResolution SageMakerVariantProvisionedConcurrencyUtilization SageMakerInferenceComponentInvocationsPerCopy SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution',
      ),
    },
    unknown: ['scaling'],
  },
  CustomizedMetricSpecification: {
    understood: plain('MetricName Namespace Dimensions Statistic'),
    // Metric math: what it works out of its metrics is not watched.
    named: { Metrics: ['scaling'] },
    left: words('Unit'),
    unknown: ['scaling'],
  },
  StepScalingPolicyConfiguration: {
    understood: { ...plain('AdjustmentType Cooldown'), StepAdjustments: 'StepAdjustment' },
    // A step in percent may then change the count by more than it says.
    named: { MinAdjustmentMagnitude: [] },
    // The alarm's own statistic counts.
    left: words('MetricAggregationType'),
    values: { AdjustmentType: ['ChangeInCapacity', 'PercentChangeInCapacity', 'ExactCapacity'] },
    unknown: ['scaling'],
  },
  StepAdjustment: {
    understood: plain('ScalingAdjustment MetricIntervalLowerBound MetricIntervalUpperBound'),
    unknown: ['scaling'],
  },
  ScheduledAction: {
    understood: {
      ...plain('ScheduledActionName Schedule Timezone'),
      ScalableTargetAction: 'ScalableTargetAction',
    },
    left: words(
      'ScheduledActionARN ServiceNamespace ResourceId ScalableDimension CreationTime StartTime EndTime',
    ),
    unknown: ['scaling'],
  },
  ScalableTargetAction: {
    understood: plain('MinCapacity MaxCapacity'),
    unknown: ['scaling'],
  },
};

/** By the SDK's name of the shape. */
export const SHAPES = {
  endpoint: OF_ENDPOINT,
  config: OF_CONFIG,
  component: OF_COMPONENT,
  scaling: OF_SCALING,
} as const satisfies Record<string, Record<string, Shape>>;
