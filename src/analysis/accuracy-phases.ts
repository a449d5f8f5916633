/** Counts right and wrong predictions before, during and after updates of the endpoint. */
import type { Counted } from './difference-of-shares.ts';
import { sumOf } from './effective-trials.ts';
import { activityOfSeconds } from './endpoint-status.ts';
import type { LoadSecond } from './load-seconds.ts';
import type { InstancesPoint } from './timeline.ts';

/** Correct predictions of all predictions, right and wrong: together, and of each second. */
export interface AccuracyPhase extends Counted {
  readonly seconds: readonly Counted[];
  /** Which seconds of the load these are. */
  readonly at: ReadonlySet<number>;
}

export interface AccuracyPhases {
  readonly before: AccuracyPhase;
  readonly updating: AccuracyPhase;
  readonly after: AccuracyPhase;
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

function counted(load: readonly LoadSecond[]): AccuracyPhase {
  const seconds = load.map(({ outcomes: { correct = 0, wrong = 0 } }) => ({
    successes: correct,
    trials: correct + wrong,
  }));
  return { ...sumOf(seconds), seconds, at: new Set(load.map(({ second }) => second)) };
}
