/** The scaling policies and schedules as read, the policy that the verdict speaks of first. */
import { z } from 'zod';
import { isStep, type Policy, policiesRead } from '../analysis/policies.ts';
import { METRIC_PERIOD_SECONDS, trackedBy } from '../aws/target-tracking.ts';
import type { AwsEvent, AwsEventOf } from '../record/aws-events.ts';
import { quantitySchema } from './quantity.ts';

const seconds = z.number();

export const policySettingsSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  metric: z.string().describe('A predefined metric, or `custom`.'),
  target: quantitySchema.nullable().describe('As set; a number of requests is per period.'),
  targetPeriodSeconds: seconds.nullable().describe('The period of a request count; else null.'),
  targetPerMinute: z.number().nullable().describe('The rate of a request count; else null.'),
  scaleOutCooldownSeconds: seconds.nullable(),
  scaleInCooldownSeconds: seconds.nullable(),
  scaleInDisabled: z.boolean(),
  customMetric: z
    .strictObject({ name: z.string().nullable(), namespace: z.string().nullable() })
    .optional()
    .describe('What a customized metric tracks; a null name is metric math.'),
  steps: z
    .array(
      z.strictObject({
        lower: z.number().nullable(),
        upper: z.number().nullable(),
        adjustment: z.number(),
      }),
    )
    .optional()
    .describe("Of a step policy, relative to its alarm's threshold."),
  adjustmentType: z.string().optional(),
  cooldownSeconds: seconds.optional().describe('Of a step policy.'),
});
type PolicySettings = z.infer<typeof policySettingsSchema>;

export const scheduledActionSchema = z.strictObject({
  name: z.string(),
  schedule: z.string(),
  minCapacity: z.int().nullable(),
  maxCapacity: z.int().nullable(),
});

/** The main policy first. */
export function policySettings(
  aws: readonly AwsEvent[],
  timeCompression: number | null,
): PolicySettings[] {
  return policiesRead(aws).policies.map((policy) => settingsOf(policy, timeCompression));
}

function settingsOf(policy: Policy, timeCompression: number | null): PolicySettings {
  const { name, policyType, metric, targetValue, scaleInDisabled, customMetric, steps } = policy;
  // Target tracking counts requests per minute, and time compression shortens the minute.
  const unit = trackedBy(metric)?.unit ?? 'metric';
  const requests = targetValue !== undefined && unit.startsWith('requests/');
  return {
    name,
    type: policyType,
    metric,
    target: targetValue === undefined ? null : { value: targetValue, unit },
    targetPeriodSeconds:
      requests && timeCompression ? METRIC_PERIOD_SECONDS / timeCompression : null,
    targetPerMinute: requests && timeCompression ? targetValue * timeCompression : null,
    scaleOutCooldownSeconds: policy.scaleOutCooldownSeconds ?? null,
    scaleInCooldownSeconds: policy.scaleInCooldownSeconds ?? null,
    scaleInDisabled,
    ...(customMetric === undefined
      ? {}
      : {
          customMetric: {
            name: customMetric.name ?? null,
            namespace: customMetric.namespace ?? null,
          },
        }),
    ...(isStep(policy) && steps !== undefined
      ? {
          steps: steps.map(({ lower = null, upper = null, adjustment }) => ({
            lower,
            upper,
            adjustment,
          })),
        }
      : {}),
    ...(policy.adjustmentType === undefined ? {} : { adjustmentType: policy.adjustmentType }),
    ...(policy.cooldownSeconds === undefined ? {} : { cooldownSeconds: policy.cooldownSeconds }),
  };
}

/** Each once, as last read, by name. */
export function scheduledActions(
  aws: readonly AwsEvent[],
): z.infer<typeof scheduledActionSchema>[] {
  const last = new Map<string, AwsEventOf<'scheduled-action'>>();
  for (const event of aws) {
    if (event.type === 'scheduled-action') last.set(event.name, event);
  }
  return [...last.values()]
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map(({ name, schedule, minCapacity = null, maxCapacity = null }) => ({
      ...{ name, schedule, minCapacity, maxCapacity },
    }));
}
