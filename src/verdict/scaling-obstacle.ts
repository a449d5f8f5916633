/** What AWS itself gives as the reason for not scaling out, in its own records. */
import type { Analysis } from '../analysis/analyse.ts';
import { lastObserved } from '../analysis/last-observed.ts';
import { acted, failed, type ScalingActivity } from '../analysis/scaling-activities.ts';
import { counted } from '../format/numbers.js';

export interface Obstacle {
  readonly reason: 'scaling-suspended' | 'at-max-capacity' | 'scaling-failed' | 'scaling-refused';
  readonly message: string;
}

/** Null when nothing on record stood in the way of reaching `instances`. */
export function scalingObstacle(analysis: Analysis, instances: number): Obstacle | null {
  const { evidence, loadSpan } = analysis;
  const target = lastObserved(evidence.aws, 'scalable-target');
  if (target?.scaleOutSuspended === true) {
    return {
      reason: 'scaling-suspended',
      message:
        'Scale-out is suspended on the scalable target. Lift it with RegisterScalableTarget (SuspendedState).',
    };
  }
  if (target !== null && target.maxCapacity < instances) {
    return {
      reason: 'at-max-capacity',
      message: `The scalable target allows at most ${counted(target.maxCapacity, 'instance')}, ${instances} are asked for. Raise its maximum capacity.`,
    };
  }
  const sinceMs = loadSpan?.fromMs ?? Number.NEGATIVE_INFINITY;
  const activities = evidence.activities.filter((activity) => activity.startMs >= sinceMs);
  const refused = (code: string) =>
    activities.some((activity) => activity.notScaledReasons.includes(code));
  if (refused('AlreadyAtMaxCapacity')) {
    return {
      reason: 'at-max-capacity',
      message: `Application Auto Scaling wanted more instances and was already at the maximum capacity, below the ${instances} asked for. Raise it.`,
    };
  }
  const failure = activities.findLast((activity) => failed(activity) && !transient(activity));
  const madeGood = (desired: number | null) =>
    activities.some(
      (activity) =>
        acted(activity) &&
        activity.startMs > (failure?.startMs ?? 0) &&
        (activity.desired ?? 0) >= (desired ?? 0),
    );
  if (failure !== undefined && !madeGood(failure.desired)) {
    const words = failure.statusMessage ?? failure.description;
    return {
      reason: 'scaling-failed',
      message: `AWS could not scale out and says: "${words}" ${
        /limit|quota/i.test(words)
          ? 'Look at the service quotas of the account.'
          : 'Look at what it names: the rights of the service-linked role, or the status of the endpoint.'
      }`,
    };
  }
  if (refused('TargetServicePutResourceAsUnscalable')) {
    return {
      reason: 'scaling-refused',
      message:
        'SageMaker marks the variant as not scalable, so the policy cannot act. Look at its instance type (burstable ones do not scale) and its status.',
    };
  }
  return null;
}

/** A change asked for while the last one is under way is refused, and tried again a minute later. */
export function transient(activity: ScalingActivity): boolean {
  return /in-progress endpoint/i.test(activity.statusMessage ?? '');
}
