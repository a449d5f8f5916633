/** Finds the reason that AWS itself recorded for not scaling out. */

import { type AbandonedScaleOut, abandonedScaleOut } from '../analysis/abandoned-scale-out.ts';
import type { Analysis } from '../analysis/analyse.ts';
import { type CountsOf, fleetWords } from '../analysis/copies.ts';
import { lastObserved } from '../analysis/last-observed.ts';
import {
  failed,
  retriedSuccessfully,
  transient,
  unscalable,
} from '../analysis/scaling-activities.ts';
import { seconds } from '../format/numbers.js';
import { allInWords } from './all-in-words.ts';
import { fullHosts } from './full-hosts.ts';
import { maximumNeeded } from './raise-maximum.ts';

export interface Obstacle {
  readonly reason:
    | 'scaling-suspended'
    | 'at-max-capacity'
    | 'scaling-failed'
    | 'scaling-refused'
    | 'scale-out-abandoned'
    | 'at-max-instances';
  readonly message: string;
}

/** Null when nothing on record blocked a scale-out to `instances`. */
export function scalingObstacle(analysis: Analysis, instances: number): Obstacle | null {
  const { evidence, loadSpan } = analysis;
  const words = fleetWords(evidence);
  const target = lastObserved(evidence.aws, 'scalable-target');
  if (target?.scaleOutSuspended === true) {
    return {
      reason: 'scaling-suspended',
      message:
        'Scale-out is suspended on the scalable target. Resume it with RegisterScalableTarget (SuspendedState).',
    };
  }
  if (target !== null && target.maxCapacity < instances) {
    return {
      reason: 'at-max-capacity',
      message: `The scalable target allows at most ${words.counted(target.maxCapacity)}; the scenario expects ${instances}. Raise its maximum capacity to ${Math.max(instances, maximumNeeded(analysis, target.maxCapacity) ?? 0)}.`,
    };
  }
  const sinceMs = loadSpan?.fromMs ?? Number.NEGATIVE_INFINITY;
  const activities = evidence.activities.filter((activity) => activity.startMs >= sinceMs);
  const refused = (code: string) =>
    activities.some((activity) => activity.notScaledReasons.includes(code));
  // A maximum that allows that many is no obstacle, even when the policy wants still more.
  if (target === null && refused('AlreadyAtMaxCapacity')) {
    return {
      reason: 'at-max-capacity',
      message: `Application Auto Scaling was already at the maximum capacity, below the ${instances} that the scenario expects. Raise it.`,
    };
  }
  const failure = activities.findLast((activity) => failed(activity) && !transient(activity));
  if (failure !== undefined && !retriedSuccessfully(failure, activities)) {
    const words = failure.statusMessage ?? failure.description;
    return {
      reason: 'scaling-failed',
      message: `AWS could not scale out: "${words}" ${
        /limit|quota/i.test(words)
          ? 'Check the service quotas of the account.'
          : 'Check what it names: the permissions of the service-linked role, or the status of the endpoint.'
      }`,
    };
  }
  const marked = activities.findLast(unscalable);
  if (marked !== undefined && !retriedSuccessfully(marked, activities)) {
    return {
      reason: 'scaling-refused',
      message:
        'SageMaker marks the variant as not scalable, so the policy cannot act. Check its instance type (burstable ones do not scale) and its status.',
    };
  }
  const full = fullHosts(analysis);
  if (full !== null && !full.came) {
    return {
      reason: 'at-max-instances',
      message: `The copies fit on no instance: ${allInWords(full.maxInstances, fleetWords({}), 'ManagedInstanceScaling')} in service. Raise its MaxInstanceCount.`,
    };
  }
  const abandoned = abandonedScaleOut(evidence.points);
  if (abandoned === null) return null;
  return {
    reason: 'scale-out-abandoned',
    message: `${abandonedInWords(abandoned, evidence.counts)} Check the capacity of the instance type.`,
  };
}

export function abandonedInWords(abandoned: AbandonedScaleOut, counts?: CountsOf): string {
  const { fromInstances, toInstances } = abandoned;
  return `SageMaker accepted ${fleetWords({ counts }).counted(toInstances)}, stayed Updating for ${seconds(abandoned.seconds)}, and went back to ${fromInstances} without giving a reason.`;
}
