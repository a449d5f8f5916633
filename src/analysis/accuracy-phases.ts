/** Counts right and wrong predictions before, during and after updates of the endpoint. */
import type { Counted } from './difference-of-shares.ts';
import { sumOf } from './effective-trials.ts';
import { updateStatusBySecond } from './endpoint-status.ts';
import type { LoadSecond } from './load-seconds.ts';
import type { InstancesPoint } from './timeline.ts';

/** Correct predictions out of all predictions: in total, and for each second. */
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
 * `updating` holds every second in which the endpoint was certainly Updating, `before` the seconds at rest
 * before the first of them, `after` those at rest after it.
 *
 * @returns null when the endpoint was never seen Updating under load.
 */
export function accuracyPhases(
  seconds: readonly LoadSecond[],
  points: readonly InstancesPoint[],
): AccuracyPhases | null {
  const status = updateStatusBySecond(seconds, points);
  const first = status.indexOf('updating');
  if (first < 0) return null;
  return {
    before: counted(seconds.filter((_, index) => index < first && status[index] === 'at-rest')),
    updating: counted(seconds.filter((_, index) => status[index] === 'updating')),
    after: counted(seconds.filter((_, index) => index > first && status[index] === 'at-rest')),
  };
}

function counted(load: readonly LoadSecond[]): AccuracyPhase {
  const seconds = load.map(({ outcomes: { correct = 0, wrong = 0 } }) => ({
    successes: correct,
    trials: correct + wrong,
  }));
  return { ...sumOf(seconds), seconds, at: new Set(load.map(({ second }) => second)) };
}
