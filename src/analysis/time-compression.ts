/** How much faster than life the durations of AWS went by: 1 on AWS itself, null when it is not known. */
import { METRIC_PERIOD_SECONDS } from '../aws/target-tracking.ts';
import type { RunRecord } from '../record/read.ts';

/**
 * A stand-in of the scenario's own tells. One that somebody else runs is known by its minutes: AWS
 * publishes InvocationsPerInstance by the minute and no finer, so where the alarm that watches it, or
 * the scenario, counts in shorter periods, that is a minute there.
 */
export function timeCompressionOf({ manifest, aws }: RunRecord): number | null {
  const { standIn, watch } = manifest.scenario;
  if (standIn && standIn.timeCompression !== null) return standIn.timeCompression;
  const periods = aws.flatMap((event) =>
    event.type === 'alarm' && event.role !== 'other' && event.metric === 'InvocationsPerInstance'
      ? event.periodSeconds
      : [],
  );
  const periodSeconds = periods.length > 0 ? Math.min(...new Set(periods)) : watch.periodSeconds;
  if (periodSeconds === null) return null;
  return periodSeconds > 0 && periodSeconds < METRIC_PERIOD_SECONDS
    ? METRIC_PERIOD_SECONDS / periodSeconds
    : 1;
}
