/** Looks, before the load, whether it needs as many instances as the scenario expects. */
import { trackedBy, USUAL_ALARM_DATAPOINTS } from '../aws/target-tracking.ts';
import { fetchAlarms } from '../collector/alarms.ts';
import { createClients } from '../collector/clients.ts';
import { ClockOffset } from '../collector/clock-offset.ts';
import { fetchPolicies } from '../collector/scaling.ts';
import { expectedInstances, expectsMoreThanNeeded } from '../load/instances-needed.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';

/**
 * A sentence where the load cannot bring about what is expected; null where it can, or where that
 * cannot be told: what AWS does not answer here, the collector reports.
 */
export async function warnOfTooFew(scenario: ResolvedScenario): Promise<string | null> {
  const { expect, phases, watch } = scenario;
  if (expectedInstances(expect) <= 1) return null;
  const clients = createClients(watch, new ClockOffset(), Date.now);
  try {
    const policies = await fetchPolicies(clients.autoScaling, watch, Date.now());
    const [policy, ...others] = policies.observations;
    const counts = trackedBy(policy?.metric)?.unit === 'requests/instance';
    // Another policy may ask for more.
    if (policy?.targetValue === undefined || !counts || others.length > 0) return null;
    const alarms = await fetchAlarms(clients.cloudWatch, policies.alarmNames, Date.now());
    const high = alarms.find(({ role }) => role === 'high');
    const found = expectsMoreThanNeeded(expect, phases, {
      target: policy.targetValue,
      periodSeconds: high?.periodSeconds ?? watch.periodSeconds,
      datapointsToAlarm: high?.datapointsToAlarm ?? USUAL_ALARM_DATAPOINTS.out,
    });
    return found === null ? null : `${found.message} ${found.next}`;
  } catch {
    return null;
  } finally {
    clients.destroy();
  }
}
