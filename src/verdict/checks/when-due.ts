/** When instances are due: only from then on may their absence be held against the endpoint. */
import type { Analysis } from '../../analysis/analyse.ts';
import { USUAL_PROVISIONING_SECONDS } from '../../aws/target-tracking.ts';

/**
 * What `scaledOut` allows after the load asked for so many; without it, the least that the alarm and AWS
 * take.
 *
 * @returns local epoch ms; null where it is not known when the load asked for them.
 */
export function dueMs(analysis: Analysis, instances: number): number | null {
  const { demand, trigger, expect, evidence, timeCompression } = analysis;
  const rule = evidence.outRule;
  if (rule === null || trigger.state !== 'crossed') return null;
  const least =
    timeCompression === null
      ? 0
      : rule.datapointsToAlarm * rule.periodSeconds +
        USUAL_PROVISIONING_SECONDS.least / timeCompression;
  const mayTake = expect.scaledOut?.withinSeconds ?? least;
  const askedMs = Math.max(trigger.atMs, demand?.since(instances) ?? trigger.atMs);
  return askedMs + mayTake * 1_000;
}
