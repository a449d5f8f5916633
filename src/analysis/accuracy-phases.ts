/** Did the endpoint get wrong while it grew? Predictions before, while and after it was changed. */
import type { Counted } from './difference-of-shares.ts';
import { activityOfSeconds } from './endpoint-status.ts';
import type { LoadSecond } from './load-seconds.ts';
import type { InstancesPoint } from './timeline.ts';

/** Correct predictions of all predictions, right and wrong. */
export interface AccuracyPhases {
  readonly before: Counted;
  readonly updating: Counted;
  readonly after: Counted;
}

/**
 * Before the first second in which the endpoint was surely updating; in all such seconds; in those
 * at rest after the first of them.
 *
 * @returns null when the endpoint was never seen updating under load.
 */
export function accuracyPhases(
  seconds: readonly LoadSecond[],
  points: readonly InstancesPoint[],
): AccuracyPhases | null {
  const activity = activityOfSeconds(seconds, points);
  const first = activity.indexOf('updating');
  if (first < 0) return null;
  return {
    before: counted(seconds.filter((_, index) => index < first && activity[index] === 'at-rest')),
    updating: counted(seconds.filter((_, index) => activity[index] === 'updating')),
    after: counted(seconds.filter((_, index) => index > first && activity[index] === 'at-rest')),
  };
}

function counted(seconds: readonly LoadSecond[]): Counted {
  let successes = 0;
  let trials = 0;
  for (const { outcomes } of seconds) {
    successes += outcomes.correct ?? 0;
    trials += (outcomes.correct ?? 0) + (outcomes.wrong ?? 0);
  }
  return { successes, trials };
}
