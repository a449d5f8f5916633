/** Pairs the load on more instances with earlier load on fewer, in which each carried no less. */
import { carriedSeconds, predictions } from './carried.ts';
import type { LoadSecond } from './load-seconds.ts';
import { segments } from './steady-windows.ts';
import type { InstancesPoint } from './timeline.ts';

export interface Newcomers {
  /** Instances in service with the new ones, and before they came. */
  readonly instances: number;
  readonly instancesBefore: number;
  readonly after: readonly LoadSecond[];
  readonly before: readonly LoadSecond[];
  /** Seconds of `before` in which each instance answered clearly more than each is sent in `after`. */
  readonly noLessBusy: readonly LoadSecond[];
  /** The instances from before had not answered everything by then, and may still be catching up. */
  readonly othersBehind: boolean;
}

/** Dropped at the front of a segment, once new instances take traffic: warm-up, and the backlog from before. */
const SETTLING_SECONDS = 10;
export const FEWEST_SECONDS = 20;
/** Random routing makes a stream burstier, so the same mean is a little more work. */
const CLEARLY_MORE = 1.1;

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
  const carried = new Map(
    carriedSeconds(seconds, points).map(({ second, each }) => [second.second, each]),
  );
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
        noLessBusy: earlier.load.filter(
          ({ second }) => (carried.get(second) ?? 0) >= CLEARLY_MORE * each,
        ),
        othersBehind: isBehind(earlier.load),
      },
    ];
  });
}

/** Over its last ten seconds, more than a twentieth of what was sent was not answered. */
function isBehind(load: readonly LoadSecond[]): boolean {
  const last = load.slice(-SETTLING_SECONDS);
  const sum = (of: (second: LoadSecond) => number) =>
    last.reduce((total, second) => total + of(second), 0);
  return sum(predictions) < 0.95 * sum(({ sent }) => sent);
}
