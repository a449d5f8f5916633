/** Finds the factor by which AWS durations were shortened: 1 on AWS itself, null when unknown. */
import { METRIC_PERIOD_SECONDS, trackedBy } from '../aws/target-tracking.ts';
import { watchOf } from '../record/manifest.ts';
import type { RunRecord } from '../record/read.ts';
import { lastObserved } from './last-observed.ts';
import { type PoliciesRead, policiesRead, policyOf } from './policies.ts';

/** What policies on a predefined metric look at once a minute, whatever the endpoint publishes. */
const BY_THE_MINUTE: readonly string[] = ['InvocationsPerInstance', 'InvocationsPerCopy'];

/**
 * The scenario's own stand-in has it in the manifest. Any other stand-in is recognised by its periods: target
 * tracking looks at requests once a minute, so a shorter period of its alarm, or of the scenario, is a
 * compressed minute. Where enhanced metrics are on, an alarm that somebody made may be shorter on AWS too.
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
  const read = policiesRead(aws);
  const isShortOnAws = lastObserved(aws, 'endpoint-config')?.metrics?.enhanced === true;
  const periods = aws.flatMap((event) => {
    if (event.type !== 'alarm' || event.role === 'other') return [];
    const isTracked = BY_THE_MINUTE.includes(event.metric);
    return isTracked && (!isShortOnAws || isPredefined(read, event.name))
      ? event.periodSeconds
      : [];
  });
  if (periods.length === 0 && isShortOnAws) return 1;
  const periodSeconds = periods.length > 0 ? Math.min(...new Set(periods)) : watch.periodSeconds;
  if (periodSeconds === null) return null;
  return periodSeconds > 0 && periodSeconds < METRIC_PERIOD_SECONDS
    ? METRIC_PERIOD_SECONDS / periodSeconds
    : 1;
}

/** Whether target tracking made the alarm for a predefined metric, whose period AWS fixes. */
function isPredefined(read: PoliciesRead, alarmName: string): boolean {
  const alarm = read.alarms.find(({ name }) => name === alarmName);
  const policy = alarm === undefined ? null : policyOf(read, alarm);
  return trackedBy(policy?.metric) !== null;
}
