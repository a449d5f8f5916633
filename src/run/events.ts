/**
 * What a run writes to disk: the schemas of `load.ndjson` and `aws.ndjson`.
 *
 * Every line carries `type`. Readers ignore types they do not know, so that an older
 * Scaleproof can still report on a newer run. All times are epoch milliseconds: `*AtMs` and
 * `startMs` of load lines by the local clock, `timestampMs`-like fields of AWS lines by AWS's own
 * clock (the `clock` line states the offset between the two).
 */
import { z } from 'zod';

/** How one request ended. An HTTP 200 that carries an inner error is a `server-error`. */
export const OUTCOMES = [
  'correct',
  'wrong',
  'throttled',
  'client-error',
  'server-error',
  'timeout',
  'network',
  'malformed',
] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

/** The caller got no prediction. A wrong one is an answer: whether there are too many is accuracy's. */
export const ERROR_OUTCOMES: readonly Outcome[] = [
  'throttled',
  'client-error',
  'server-error',
  'timeout',
  'network',
  'malformed',
];

/** Requests by outcome; outcomes that did not occur are absent. */
export const outcomeCountsSchema = z.partialRecord(outcomeSchema, z.int().nonnegative());
export type OutcomeCounts = z.infer<typeof outcomeCountsSchema>;

/** Why a planned request was not sent. */
export const NOT_SENT_REASONS = ['connection-limit', 'stopped'] as const;
export const notSentSchema = z.partialRecord(z.enum(NOT_SENT_REASONS), z.int().nonnegative());
export type NotSentCounts = z.infer<typeof notSentSchema>;

/**
 * A mergeable quantile sketch on disk: DDSketch, relative accuracy 1 %, as base64 of its
 * deflated protobuf form, with the exact extremes and sum that the protobuf form leaves out.
 */
export const sketchLineSchema = z.object({
  count: z.int().nonnegative(),
  sum: z.number(),
  min: z.number(),
  max: z.number(),
  ddsketch: z.base64(),
});
export type SketchLine = z.infer<typeof sketchLineSchema>;

const loadStart = z.object({
  type: z.literal('start'),
  worker: z.int().positive(),
  totalWorkers: z.int().positive(),
  /** Whose rows were sent: an id, or the path of a module. */
  system: z.string().optional(),
  /** Local epoch ms at which the plan's time zero was placed. */
  planStartMs: z.number(),
  /** Requests in this worker's share of the plan. */
  planned: z.int().nonnegative(),
  planDurationMs: z.number(),
  maxConnections: z.int().positive(),
  timeoutMs: z.number(),
});

const loadSample = z.object({
  type: z.literal('sample'),
  worker: z.int().positive(),
  /** Whole seconds since the plan's time zero; the sample covers [second, second + 1). */
  second: z.int().nonnegative(),
  startMs: z.number(),
  /** Requests whose intended send time lies in this second. */
  planned: z.int().nonnegative(),
  /** Requests actually sent in this second, whenever they were intended. */
  sent: z.int().nonnegative(),
  /** Of `sent`, those whose intended second is this very second. */
  sentInOwnSecond: z.int().nonnegative(),
  notSent: notSentSchema,
  /** Requests that ended in this second, by outcome. */
  outcomes: outcomeCountsSchema,
  /** Requests awaiting a response at the end of the second. */
  inFlight: z.int().nonnegative(),
  /** Requests due but not yet sent at the end of the second. */
  backlog: z.int().nonnegative(),
  connections: z.int().nonnegative(),
  /** Sends that had to wait because every connection was in use. */
  connectionLimitHits: z.int().nonnegative(),
  /** Share of the second in which the worker's event loop was busy, 0..1. */
  eventLoopUtilization: z.number(),
  /** Actual minus intended send time, ms; of requests sent in this second. */
  lagMs: sketchLineSchema,
  /** Response end minus intended send time, ms; of requests that ended in this second. */
  latencyMs: sketchLineSchema,
  /** Response end minus actual send time, ms; of requests that ended in this second. */
  serviceTimeMs: sketchLineSchema,
  /** Of the requests that ended in this second, those whose answer says that they began cold. */
  coldStarts: z.int().nonnegative().optional(),
});

const loadEnd = z.object({
  type: z.literal('end'),
  worker: z.int().positive(),
  atMs: z.number(),
  /** `planned = sent + sum(notSent)`, always. */
  planned: z.int().nonnegative(),
  sent: z.int().nonnegative(),
  notSent: notSentSchema,
  outcomes: outcomeCountsSchema,
  reason: z.enum(['completed', 'stopped']),
  /** The first few distinct transport errors, with their counts. */
  errors: z.record(z.string(), z.int().positive()),
  coldStarts: z.int().nonnegative().optional(),
});

export const loadEventSchema = z.discriminatedUnion('type', [loadStart, loadSample, loadEnd]);
export type LoadEvent = z.infer<typeof loadEventSchema>;
export type LoadStart = z.infer<typeof loadStart>;
export type LoadSample = z.infer<typeof loadSample>;
export type LoadEnd = z.infer<typeof loadEnd>;

/** Services with metrics of their own between a caller and the model. */
export const METRIC_SERVICES = ['sagemaker', 'lambda', 'api-gateway'] as const;
export type MetricService = (typeof METRIC_SERVICES)[number];

/** A load's first line names the system, so that samples brought along are not taken for another's. */
export function withSystem<T extends LoadEvent>(event: T, system: string): T {
  return event.type === 'start' ? { ...event, system } : event;
}

const datapoint = z.object({
  type: z.literal('datapoint'),
  /** Local time of the poll that first saw this value. */
  seenAtMs: z.number(),
  /** Whose metric it is: `Invocations` and others exist for more than one service. */
  service: z.enum(METRIC_SERVICES).default('sagemaker'),
  /** A pipeline's container, where the metric is one container's alone. */
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
  /** 0 when first seen; one more each time CloudWatch reported another value for the period. */
  revision: z.int().nonnegative(),
  /** True once two polls far enough after the period agreed (see collector/datapoint-book.ts). */
  final: z.boolean(),
});

const endpoint = z.object({
  type: z.literal('endpoint'),
  /** One line a poll: the distance to the previous line is the resolution of what it shows. */
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

/** What the variant is configured to be: read once. */
const endpointConfig = z.object({
  type: z.literal('endpoint-config'),
  atMs: z.number(),
  name: z.string(),
  instanceType: z.string().optional(),
  initialInstanceCount: z.int().nonnegative().optional(),
});

/** The concurrency that the Lambda function in front may have; what is not set is absent. */
const lambdaFunction = z.object({
  type: z.literal('function'),
  atMs: z.number(),
  name: z.string(),
  /** At most so many invocations at once. */
  reservedConcurrency: z.int().nonnegative().optional(),
  /** Environments kept warm, over all versions and aliases. */
  provisionedConcurrency: z.int().nonnegative().optional(),
  /** Of the account in this Region, shared by all functions without a reservation. */
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
  /** The API that did not answer, for example `DescribeEndpoint`. */
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

/** What the stand-in knows really happened: `truth.ndjson`, wall-clock times of this machine. */
export const truthEventSchema = z.object({
  type: z.enum([
    'metric-breach',
    'alarm',
    'activity',
    'desired-changed',
    'provisioning-started',
    'in-service',
    'instance-stopped',
  ]),
  atMs: z.number(),
  /** Instances in service after the event. */
  inService: z.int(),
  desired: z.int(),
  detail: z.string(),
});
export type TruthEvent = z.infer<typeof truthEventSchema>;
