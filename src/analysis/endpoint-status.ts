/** Tells whether the endpoint was being updated in a second of load. */
import type { LoadSecond } from './load-seconds.ts';
import type { InstancesPoint } from './timeline.ts';

export type Activity = 'at-rest' | 'updating';

/** A status seen on one side only is believed for this long. */
const STALE_AFTER_MS = 60_000;

/**
 * For each second what the polls around it agree on; null where they differ, or are too far off.
 *
 * @param seconds and points in the order of time.
 */
export function activityOfSeconds(
  seconds: readonly LoadSecond[],
  points: readonly InstancesPoint[],
): (Activity | null)[] {
  let next = 0;
  return seconds.map((second) => {
    while (next < points.length && points[next]!.atMs <= second.startMs) next += 1;
    const before = near(points[next - 1], second.startMs);
    let last = next;
    while (last < points.length && points[last]!.atMs < second.startMs + 1_000) last += 1;
    const after = near(points[last], second.startMs);
    const seen = [before, ...points.slice(next, last).map(activityOf), after].filter(
      (one) => one !== undefined,
    );
    const [first] = seen;
    return first !== undefined && seen.every((one) => one === first) ? first : null;
  });
}

function near(point: InstancesPoint | undefined, atMs: number): Activity | null | undefined {
  if (point === undefined || Math.abs(point.atMs - atMs) > STALE_AFTER_MS) return undefined;
  return activityOf(point);
}

function activityOf(point: InstancesPoint): Activity | null {
  if (point.status === 'InService') return 'at-rest';
  return /Updating|RollingBack/.test(point.status) ? 'updating' : null;
}
