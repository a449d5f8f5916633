/** Reads instance counts over time from the endpoint polls. */
import type { AwsEvent, EndpointObservation } from '../record/aws-events.ts';
import { lastAt } from './last-at.ts';
import type { InstancesPoint } from './timeline.ts';

/** One point per poll, in time order. */
export function instancePoints(aws: readonly AwsEvent[]): InstancesPoint[] {
  return aws
    .filter((event): event is EndpointObservation => event.type === 'endpoint')
    .map((event) => ({
      atMs: event.atMs,
      current: event.currentInstanceCount ?? null,
      desired: event.desiredInstanceCount ?? null,
      status: event.status,
      ...(event.pools === undefined ? {} : { pools: event.pools }),
    }))
    .sort((left, right) => left.atMs - right.atMs);
}

export type CountedPoint = InstancesPoint & { readonly current: number };

/** Points with a count in service; an endpoint without instances has none. */
export function countedPoints(points: readonly InstancesPoint[]): CountedPoint[] {
  return points.filter((point): point is CountedPoint => point.current !== null);
}

/**
 * Instances in service when the load began: from the last poll before it, else from the first poll.
 *
 * @param points at least one.
 */
export function instancesAtStart(points: readonly CountedPoint[], loadStartMs: number): number {
  return (points[lastAt(points, (point) => point.atMs, loadStartMs)] ?? points[0])?.current ?? 0;
}

/** Without a poll on the other side, a count holds for this many poll intervals, */
const STALE_AFTER_POLLS = 3;
/** within these limits, since a poll may come a little late. */
const STALE_AFTER_MS = { atLeast: 5_000, atMost: 60_000 };

/**
 * Instances certainly in service at a moment: the smaller count of the polls before and after it, so an
 * instance counts only between the first and the last poll that saw it.
 *
 * @param known in time order.
 * @returns null where no poll is close enough.
 */
export function surelyInService(known: readonly CountedPoint[], atMs: number): number | null {
  const before = lastAt(known, (point) => point.atMs, atMs);
  const after = known[before + 1];
  const previous = known[before];
  if (previous !== undefined && after !== undefined) {
    return Math.min(previous.current, after.current);
  }
  const near = previous ?? after;
  if (near === undefined) return null;
  const neighbour = known[previous === undefined ? before + 2 : before - 1];
  return isStale(near, neighbour, atMs) ? null : near.current;
}

/**
 * The last poll at or before a moment.
 *
 * @param points in time order.
 * @returns null before the first poll, and where the last one is too old to tell.
 */
export function latestPoll(points: readonly InstancesPoint[], atMs: number): InstancesPoint | null {
  const last = lastAt(points, (point) => point.atMs, atMs);
  const poll = points[last];
  return poll === undefined || isStale(poll, points[last - 1], atMs) ? null : poll;
}

function isStale(
  poll: InstancesPoint,
  neighbour: InstancesPoint | undefined,
  atMs: number,
): boolean {
  const pollMs = neighbour === undefined ? 0 : Math.abs(neighbour.atMs - poll.atMs);
  const { atLeast, atMost } = STALE_AFTER_MS;
  const staleAfterMs = Math.min(atMost, Math.max(atLeast, STALE_AFTER_POLLS * pollMs));
  return Math.abs(poll.atMs - atMs) > staleAfterMs;
}

/** First, highest and last count in service; all null when no poll returned a count. */
export function instanceExtremes(points: readonly InstancesPoint[]): {
  first: number | null;
  peak: number | null;
  last: number | null;
} {
  const counts = countedPoints(points).map((point) => point.current);
  if (counts.length === 0) return { first: null, peak: null, last: null };
  return { first: counts[0]!, peak: Math.max(...counts), last: counts.at(-1)! };
}
