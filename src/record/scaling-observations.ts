/** What changes the count, as AWS describes it: alarms, policies, schedules, limits, and what they did. */
import { z } from 'zod';

export const alarm = z.object({
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

export const alarmTransition = z.object({
  type: z.literal('alarm-transition'),
  seenAtMs: z.number(),
  name: z.string(),
  /** AWS clock. */
  timestampMs: z.number(),
  from: z.string(),
  to: z.string(),
});

export const activity = z.object({
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

export const scalableTarget = z.object({
  type: z.literal('scalable-target'),
  atMs: z.number(),
  minCapacity: z.int(),
  maxCapacity: z.int(),
  scaleOutSuspended: z.boolean(),
  scaleInSuspended: z.boolean(),
});

export const policy = z.object({
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
export const scheduledAction = z.object({
  type: z.literal('scheduled-action'),
  atMs: z.number(),
  name: z.string(),
  /** As AWS writes it, for example `cron(0 7 * * ? *)`. */
  schedule: z.string(),
  timezone: z.string().optional(),
  minCapacity: z.int().optional(),
  maxCapacity: z.int().optional(),
});

/** SageMaker's own account of its scaling, read with PromQL where detailed observability is on. */
export const scalingReport = z.object({
  type: z.literal('scaling-report'),
  seenAtMs: z.number(),
  /** For example `E2EScalingLatency`. */
  metric: z.string(),
  /** AWS clock. */
  timestampMs: z.number(),
  value: z.number(),
  labels: z.record(z.string(), z.string()),
});
