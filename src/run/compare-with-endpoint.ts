/** Looks, before the load, whether the endpoint as it stands allows what the scenario expects. */
import { countsRequests, USUAL_ALARM_DATAPOINTS } from '../aws/target-tracking.ts';
import { fetchAlarms } from '../collector/alarms.ts';
import { createClients } from '../collector/clients.ts';
import { ClockOffset } from '../collector/clock-offset.ts';
import { fetchPolicies, type Policies } from '../collector/policies.ts';
import { fetchScalableTarget } from '../collector/scaling.ts';
import { UserError } from '../input/user-error.ts';
import { expectedInstances, expectsMoreThanNeeded } from '../load/instances-needed.ts';
import { unmetAtStart } from '../load/unmet-at-start.ts';
import type { AlarmObservation } from '../record/aws-events.ts';
import { type ResolvedScenario, type WatchedScenario, watchesAws } from '../scenario/schema.ts';

interface Comparison {
  /** Expectations that cannot be met, each with its next step. */
  readonly unmet: readonly string[];
  /** A sentence where the load asks for fewer instances than expected; others may load the endpoint too. */
  readonly tooFew: string | null;
}

/**
 * On a stand-in of the run's own a load costs nothing, and what is ruled out may be the experiment.
 *
 * @returns sentences to tell before the load
 * @throws UserError naming every expectation that cannot be met
 */
export async function refuseUnmet(
  scenario: ResolvedScenario,
  instances: number | null,
): Promise<string[]> {
  if (!watchesAws(scenario)) return [];
  const { unmet, tooFew } = await compareWithEndpoint(scenario, instances);
  if (unmet.length > 0 && scenario.standIn === null) throw new UserError(unmet.join('\n'));
  return [...unmet, ...(tooFew === null ? [] : [tooFew])];
}

/** What AWS does not answer here is not compared: the collector reports it. */
async function compareWithEndpoint(
  scenario: WatchedScenario,
  instances: number | null,
): Promise<Comparison> {
  const { expect, watch } = scenario;
  if (expectedInstances(expect) <= 1 && expect.converged === undefined) {
    return { unmet: [], tooFew: null };
  }
  const { autoScaling, cloudWatch, destroy } = createClients(watch, new ClockOffset(), Date.now);
  const [target, policies] = await Promise.all([
    fetchScalableTarget(autoScaling, watch, Date.now()).catch(() => null),
    fetchPolicies(autoScaling, watch, Date.now()).catch(() => null),
  ]);
  const names = policies?.alarmNames ?? [];
  const alarms = await fetchAlarms(cloudWatch, names, Date.now()).catch(() => []);
  destroy();
  const high = alarms.find(({ role }) => role === 'high');
  const counts = countsRequests(policies?.observations[0]?.metric);
  const found = unmetAtStart(scenario, {
    instances,
    maxCapacity: target?.maxCapacity ?? null,
    alarmPeriodSeconds: counts ? (high?.periodSeconds ?? null) : null,
  });
  return {
    unmet: found.map(({ message, next }) => `${message} ${next}`),
    tooFew: counts ? needsFewer(scenario, policies?.observations ?? [], high) : null,
  };
}

function needsFewer(
  { expect, phases, watch }: WatchedScenario,
  [policy, ...others]: Policies['observations'],
  high: AlarmObservation | undefined,
): string | null {
  // Another policy may ask for more.
  if (policy?.targetValue === undefined || others.length > 0) return null;
  const found = expectsMoreThanNeeded(expect, phases, {
    target: policy.targetValue,
    periodSeconds: high?.periodSeconds ?? watch.periodSeconds,
    datapointsToAlarm: high?.datapointsToAlarm ?? USUAL_ALARM_DATAPOINTS.out,
  });
  return found === null ? null : `${found.message} ${found.next}`;
}
