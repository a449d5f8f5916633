/** Finds alarms of the policy that watch another metric than the policy tracks. */
import type { AlarmObservation, AwsEvent } from '../record/aws-events.ts';
import { trackedMetricName } from './tracked-metric.ts';

type Role = AlarmObservation['role'];

/**
 * Whether an alarm of the policy watches another metric than the policy tracks: then it acts on
 * something else, or on nothing. Null for a metric of one's own, whose name the policy line lacks.
 */
export function alarmOnOtherMetric(
  aws: readonly AwsEvent[],
  roles: readonly Role[] = ['high', 'low'],
): { readonly alarm: AlarmObservation; readonly tracked: string } | null {
  const tracked = trackedMetricName(aws);
  if (tracked === null) return null;
  for (const event of aws) {
    if (event.type !== 'alarm' || !roles.includes(event.role)) continue;
    if (event.metric !== tracked) return { alarm: event, tracked };
  }
  return null;
}
