/**
 * The lines of `aws.ndjson`: AWS responses as the collector understood them.
 *
 * `atMs` and `seenAtMs` are epoch milliseconds of the local clock; `timestampMs` and the start and
 * end of an activity are of AWS's clock (the `clock` line has the offset between the two).
 */
import { z } from 'zod';

/** Services between a caller and the model that publish their own metrics. */
export const METRIC_SERVICES = ['sagemaker', 'lambda', 'api-gateway'] as const;
export type MetricService = (typeof METRIC_SERVICES)[number];

const datapoint = z.object({
  type: z.literal('datapoint'),
  /** Local time of the poll that first saw this value. */
  seenAtMs: z.number(),
  /** The metric's service: `Invocations` and others exist in more than one. */
  service: z.enum(METRIC_SERVICES).default('sagemaker'),
  /** A pipeline's container, for per-container metrics. */
  container: z.string().optional(),
  /** One instance's share of the metric, where enhanced metrics tell instances apart. */
  instanceId: z.string().optional(),
  /** The inference component, for metrics that are published by component. */
  component: z.string().optional(),
  /** CloudWatch's metric name, for example `InvocationsPerInstance`. */
  metric: z.string(),
  stat: z.string(),
  /** Latencies are converted from microseconds to `ms` by the collector. */
  unit: z.enum(['count', 'ms', 'percent']),
  periodSeconds: z.number().positive(),
  /** Start of the datapoint's period, AWS clock. */
  timestampMs: z.number(),
  value: z.number(),
  /** 0 when first seen; incremented each time CloudWatch revised the value. */
  revision: z.int().nonnegative(),
  /** True once two polls far enough after the period agreed (see collector/datapoint-book.ts). */
  final: z.boolean(),
});

const endpoint = z.object({
  type: z.literal('endpoint'),
  /** One line per poll; the poll interval is the resolution of changes. */
  atMs: z.number(),
  status: z.string(),
  variantName: z.string(),
  currentInstanceCount: z.int().nonnegative().optional(),
  desiredInstanceCount: z.int().nonnegative().optional(),
  /** Set for a serverless variant, which has no instances to count. */
  serverless: z
    .object({
      maxConcurrency: z.int().positive(),
      memoryMb: z.int().positive(),
      provisionedConcurrency: z.int().nonnegative().optional(),
    })
    .optional(),
  /** Instances in service by type, for a variant of instance pools. */
  pools: z
    .array(z.object({ instanceType: z.string(), currentInstanceCount: z.int().nonnegative() }))
    .optional(),
  /** What SageMaker says of the change under way, for example `Scaling out desired instance count to 6.` */
  statusMessage: z.string().optional(),
});

/** The variant's configuration, read once, and again when the endpoint is given another. */
const endpointConfig = z.object({
  type: z.literal('endpoint-config'),
  atMs: z.number(),
  name: z.string(),
  instanceType: z.string().optional(),
  initialInstanceCount: z.int().nonnegative().optional(),
  /** `MetricsConfig`, with AWS's defaults for what it leaves out; absent where none was answered. */
  metrics: z
    .object({
      enhanced: z.boolean(),
      /** Absent where unset: its default depends on when the configuration was made. */
      detailedObservability: z.boolean().optional(),
      publishSeconds: z.number().positive(),
    })
    .optional(),
  /** Instance types in place of `instanceType`; the lowest number is tried first. */
  pools: z.array(z.object({ instanceType: z.string(), priority: z.int() })).optional(),
  /** How long one type is tried before the next. */
  provisionTimeoutSeconds: z.number().positive().optional(),
  managedInstanceScaling: z
    .object({
      enabled: z.boolean(),
      minInstanceCount: z.int().nonnegative().optional(),
      maxInstanceCount: z.int().nonnegative().optional(),
    })
    .optional(),
  /** SageMaker's RoutingStrategy; absent for its default. */
  routing: z.string().optional(),
});

/** An inference component: one line per poll, like the endpoint's. */
const component = z.object({
  type: z.literal('component'),
  atMs: z.number(),
  name: z.string(),
  status: z.string(),
  currentCopyCount: z.int().nonnegative().optional(),
  desiredCopyCount: z.int().nonnegative().optional(),
  /** A new version is being rolled out: old and new copies overlap, which is not scaling. */
  updating: z.boolean().optional(),
  failureReason: z.string().optional(),
});

/** Concurrency settings of the Lambda function in front; unset ones are absent. */
const lambdaFunction = z.object({
  type: z.literal('function'),
  atMs: z.number(),
  name: z.string(),
  /** Maximum concurrent invocations. */
  reservedConcurrency: z.int().nonnegative().optional(),
  /** Total across all versions and aliases. */
  provisionedConcurrency: z.int().nonnegative().optional(),
  /** The account's in this Region, shared by all functions without a reservation. */
  accountConcurrency: z.int().nonnegative().optional(),
  memoryMb: z.int().positive().optional(),
  timeoutSeconds: z.number().positive().optional(),
});

const alarm = z.object({
  type: z.literal('alarm'),
  atMs: z.number(),
  name: z.string(),
  role: z.enum(['high', 'low', 'other']),
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  stateUpdatedAtMs: z.number().optional(),
  /** Empty for an alarm on metric math. */
  metric: z.string(),
  stat: z.string(),
  /** CloudWatch's namespace; absent for an alarm on metric math, and in older records. */
  namespace: z.string().optional(),
  comparison: z.string(),
  threshold: z.number(),
  periodSeconds: z.number(),
  evaluationPeriods: z.int(),
  datapointsToAlarm: z.int(),
});

const alarmTransition = z.object({
  type: z.literal('alarm-transition'),
  seenAtMs: z.number(),
  name: z.string(),
  /** AWS clock. */
  timestampMs: z.number(),
  from: z.string(),
  to: z.string(),
});

const activity = z.object({
  type: z.literal('activity'),
  seenAtMs: z.number(),
  id: z.string(),
  status: z.string(),
  /** AWS clock. */
  startMs: z.number(),
  endMs: z.number().optional(),
  description: z.string(),
  cause: z.string(),
  statusMessage: z.string().optional(),
  /** Set when the activity is a decision not to scale. */
  notScaledReasons: z.array(z.string()).optional(),
});

const scalableTarget = z.object({
  type: z.literal('scalable-target'),
  atMs: z.number(),
  minCapacity: z.int(),
  maxCapacity: z.int(),
  scaleOutSuspended: z.boolean(),
  scaleInSuspended: z.boolean(),
});

const policy = z.object({
  type: z.literal('policy'),
  atMs: z.number(),
  name: z.string(),
  policyType: z.string(),
  /** A predefined metric's name, or `custom`. */
  metric: z.string(),
  targetValue: z.number().optional(),
  scaleOutCooldownSeconds: z.number().optional(),
  scaleInCooldownSeconds: z.number().optional(),
  scaleInDisabled: z.boolean(),
  /** Alarms that make it act, by name. */
  alarms: z.array(z.string()).optional(),
  /** What a policy on a customized metric tracks; `expression` for metric math. */
  customMetric: z
    .object({
      namespace: z.string().optional(),
      name: z.string().optional(),
      stat: z.string().optional(),
      dimensions: z.record(z.string(), z.string()).optional(),
      expression: z.string().optional(),
    })
    .optional(),
  /** Of a step-scaling policy: bounds are relative to the alarm's threshold. */
  steps: z
    .array(
      z.object({
        lower: z.number().optional(),
        upper: z.number().optional(),
        adjustment: z.number(),
      }),
    )
    .optional(),
  /** `ChangeInCapacity`, `PercentChangeInCapacity` or `ExactCapacity`. */
  adjustmentType: z.string().optional(),
  /** A step-scaling policy's own cooldown. */
  cooldownSeconds: z.number().optional(),
});

/** A schedule that changes the capacity limits, and through them possibly the count. */
const scheduledAction = z.object({
  type: z.literal('scheduled-action'),
  atMs: z.number(),
  name: z.string(),
  /** As AWS writes it, for example `cron(0 7 * * ? *)`. */
  schedule: z.string(),
  timezone: z.string().optional(),
  minCapacity: z.int().optional(),
  maxCapacity: z.int().optional(),
});

/** What of the record something not understood can make wrong. */
export const MISREAD = ['counts', 'metrics', 'scaling'] as const;
export type Misread = (typeof MISREAD)[number];

/** Something that the endpoint uses and this version does not know. */
const notUnderstood = z.object({
  type: z.literal('not-understood'),
  atMs: z.number(),
  /** As AWS names it, for example `ProductionVariants[0].CapacityReservationConfig`. */
  what: z.string(),
  /** What it could change; empty where it cannot matter to any check. */
  affects: z.array(z.enum(MISREAD)),
});

/** SageMaker's own account of its scaling, read with PromQL where detailed observability is on. */
const scalingReport = z.object({
  type: z.literal('scaling-report'),
  seenAtMs: z.number(),
  /** For example `E2EScalingLatency`. */
  metric: z.string(),
  /** AWS clock. */
  timestampMs: z.number(),
  value: z.number(),
  labels: z.record(z.string(), z.string()),
});

const gap = z.object({
  type: z.literal('gap'),
  /** The API that failed, for example `DescribeEndpoint`. */
  api: z.string(),
  fromMs: z.number(),
  toMs: z.number(),
  kind: z.enum(['throttled', 'denied', 'unreachable', 'not-found', 'invalid', 'server']),
  message: z.string(),
  attempts: z.int().positive(),
});

const clock = z.object({
  type: z.literal('clock'),
  atMs: z.number(),
  /** AWS clock minus local clock. */
  offsetMs: z.number(),
  plusMinusMs: z.number().nonnegative(),
});

/** Note of the state `settled` where watching ended before AWS had told everything. */
export const EVERY_CHECK_DECIDED = 'every check was decided';

const collectorState = z.object({
  type: z.literal('collector'),
  atMs: z.number(),
  state: z.enum(['started', 'load-ended', 'settled', 'stopped']),
  note: z.string().optional(),
});

export const awsEventSchema = z.discriminatedUnion('type', [
  datapoint,
  endpoint,
  endpointConfig,
  component,
  lambdaFunction,
  alarm,
  alarmTransition,
  activity,
  scalableTarget,
  policy,
  scheduledAction,
  notUnderstood,
  scalingReport,
  gap,
  clock,
  collectorState,
]);
export type AwsEvent = z.infer<typeof awsEventSchema>;
export type AwsEventOf<T extends AwsEvent['type']> = Extract<AwsEvent, { type: T }>;
export type Datapoint = AwsEventOf<'datapoint'>;
export type EndpointObservation = AwsEventOf<'endpoint'>;
export type EndpointConfigObservation = AwsEventOf<'endpoint-config'>;
export type ComponentObservation = AwsEventOf<'component'>;
export type FunctionObservation = AwsEventOf<'function'>;
export type AlarmObservation = AwsEventOf<'alarm'>;
export type AlarmTransition = AwsEventOf<'alarm-transition'>;
export type PolicyObservation = AwsEventOf<'policy'>;
export type ActivityObservation = AwsEventOf<'activity'>;
export type Gap = AwsEventOf<'gap'>;
