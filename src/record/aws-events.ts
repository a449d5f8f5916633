/**
 * The lines of `aws.ndjson`: AWS responses as the collector understood them.
 *
 * `atMs` and `seenAtMs` are epoch milliseconds of the local clock; `timestampMs` and the start and
 * end of an activity are of AWS's clock (the `clock` line has the offset between the two).
 */
import { z } from 'zod';
import { component, endpoint, endpointConfig, lambdaFunction } from './hosting-observations.ts';
import {
  activity,
  alarm,
  alarmTransition,
  policy,
  scalableTarget,
  scalingReport,
  scheduledAction,
} from './scaling-observations.ts';

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
