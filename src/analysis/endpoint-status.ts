/** Tells for each second of load whether the endpoint was Updating. */
import type { LoadSecond } from './load-seconds.ts';
import type { InstancesPoint } from './timeline.ts';

export type UpdateStatus = 'at-rest' | 'updating';

/** Without a poll on the other side, a status counts for this long. */
const STALE_AFTER_MS = 60_000;

/**
 * The status on which the polls around each second agree; null where they differ or are too far away.
 *
 * @param seconds and points in time order.
 */
export function updateStatusBySecond(
  seconds: readonly LoadSecond[],
  points: readonly InstancesPoint[],
): (UpdateStatus | null)[] {
  let next = 0;
  return seconds.map((second) => {
    while (next < points.length && points[next]!.atMs <= second.startMs) next += 1;
    const before = near(points[next - 1], second.startMs);
    let last = next;
    while (last < points.length && points[last]!.atMs < second.startMs + 1_000) last += 1;
    const after = near(points[last], second.startMs);
    const seen = [before, ...points.slice(next, last).map(updateStatusOf), after].filter(
      (one) => one !== undefined,
    );
    const [first] = seen;
    return first !== undefined && seen.every((one) => one === first) ? first : null;
  });
}

function near(point: InstancesPoint | undefined, atMs: number): UpdateStatus | null | undefined {
  if (point === undefined || Math.abs(point.atMs - atMs) > STALE_AFTER_MS) return undefined;
  return updateStatusOf(point);
}

function updateStatusOf(point: InstancesPoint): UpdateStatus | null {
  if (point.status === 'InService') return 'at-rest';
  return /Updating|RollingBack/.test(point.status) ? 'updating' : null;
}
