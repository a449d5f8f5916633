/** Pairs the load on more instances with earlier load on fewer, in which each was at least as busy. */
import type { LoadSecond } from './load-seconds.ts';
import { segments } from './steady-windows.ts';
import type { InstancesPoint } from './timeline.ts';

export interface Newcomers {
  /** Instances in service with the new ones, and before they came. */
  readonly instances: number;
  readonly instancesBefore: number;
  readonly after: readonly LoadSecond[];
  readonly before: readonly LoadSecond[];
  /** Seconds of `before` in which each instance got at least as many requests as on average in `after`. */
  readonly noLessBusy: readonly LoadSecond[];
}

/** Dropped at the front of a segment, once new instances take traffic: warm-up, and the backlog from before. */
const SETTLING_SECONDS = 10;
export const FEWEST_SECONDS = 20;

/**
 * One entry for each segment of load that has more instances than an earlier segment.
 *
 * @param graceSeconds during which new instances may not take traffic yet
 */
export function newcomers(
  seconds: readonly LoadSecond[],
  points: readonly InstancesPoint[],
  graceSeconds: number,
): Newcomers[] {
  const settled = segments(seconds, points).flatMap(({ instances, load }, index) => {
    const grace = index === 0 ? 0 : Math.ceil(graceSeconds);
    const rest = load.slice(grace + SETTLING_SECONDS);
    return instances === null || instances === 0 || rest.length < FEWEST_SECONDS
      ? []
      : [{ instances, load: rest }];
  });
  return settled.flatMap(({ instances, load }, index) => {
    const earlier = settled.slice(0, index).findLast((one) => one.instances < instances);
    if (earlier === undefined) return [];
    const sent = load.reduce((sum, second) => sum + second.sent, 0);
    const each = sent / load.length / instances;
    return [
      {
        instances,
        instancesBefore: earlier.instances,
        after: load,
        before: earlier.load,
        noLessBusy: earlier.load.filter((second) => second.sent / earlier.instances >= each),
      },
    ];
  });
}
