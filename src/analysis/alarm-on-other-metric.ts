/** Finds alarms of the policy that watch a different metric from the one it tracks. */
import type { AlarmObservation, AwsEvent } from '../record/aws-events.ts';
import { alarmsOf, isStep, metricOfPolicy, type Policy, policiesRead } from './policies.ts';

type Role = AlarmObservation['role'];

/**
 * The first alarm that watches a different metric: the policy then acts on that metric, or never. Null for a
 * policy whose settings do not name its metric: metric math, and a step policy, which any alarm may invoke.
 */
export function alarmOnOtherMetric(
  aws: readonly AwsEvent[],
  roles: readonly Role[] = ['high', 'low'],
): { readonly policy: Policy; readonly alarm: AlarmObservation; readonly tracked: string } | null {
  const read = policiesRead(aws);
  for (const policy of read.policies) {
    const tracked = isStep(policy) ? null : metricOfPolicy(policy);
    if (tracked === null) continue;
    const alarm = alarmsOf(read, policy).find(
      (one) => roles.includes(one.role) && one.metric !== tracked,
    );
    if (alarm !== undefined) return { policy, alarm, tracked };
  }
  return null;
}
