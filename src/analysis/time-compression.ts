/** Finds the factor by which AWS durations were shortened: 1 on AWS itself, null when unknown. */
import { METRIC_PERIOD_SECONDS } from '../aws/target-tracking.ts';
import { watchOf } from '../record/manifest.ts';
import type { RunRecord } from '../record/read.ts';

/**
 * The scenario's own stand-in has it in the manifest. Any other stand-in is recognised by its periods: AWS
 * publishes InvocationsPerInstance once a minute, so a shorter period of its alarm, or of the scenario, is
 * a compressed minute.
 */
export function timeCompressionOf({
  manifest,
  aws,
}: Pick<RunRecord, 'manifest' | 'aws'>): number | null {
  const { standIn } = manifest.scenario;
  const watch = watchOf(manifest);
  // Nobody looked at anything that AWS times.
  if (watch === null) return 1;
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
