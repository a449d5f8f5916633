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
});

/** The variant's configuration, read once. */
const endpointConfig = z.object({
  type: z.literal('endpoint-config'),
  atMs: z.number(),
  name: z.string(),
  instanceType: z.string().optional(),
  initialInstanceCount: z.int().nonnegative().optional(),
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
  metric: z.string(),
  stat: z.string(),
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
  lambdaFunction,
  alarm,
  alarmTransition,
  activity,
  scalableTarget,
  policy,
  gap,
  clock,
  collectorState,
]);
export type AwsEvent = z.infer<typeof awsEventSchema>;
export type AwsEventOf<T extends AwsEvent['type']> = Extract<AwsEvent, { type: T }>;
export type Datapoint = AwsEventOf<'datapoint'>;
export type EndpointObservation = AwsEventOf<'endpoint'>;
export type FunctionObservation = AwsEventOf<'function'>;
export type AlarmObservation = AwsEventOf<'alarm'>;
export type AlarmTransition = AwsEventOf<'alarm-transition'>;
export type ActivityObservation = AwsEventOf<'activity'>;
export type Gap = AwsEventOf<'gap'>;
