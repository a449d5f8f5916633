/** Finds alarms of the policy that watch a different metric from the one it tracks. */
import type { AlarmObservation, AwsEvent } from '../record/aws-events.ts';
import { trackedMetricName } from './tracked-metric.ts';

type Role = AlarmObservation['role'];

/**
 * The first alarm that watches a different metric: the policy then acts on that metric, or never. Null for a
 * custom metric, whose name the policy event does not contain.
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
