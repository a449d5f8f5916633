/** Finds every change of the instance count in the endpoint polls. */
import type { InstancesPoint } from './timeline.ts';

/** Something first seen by `poll`; it happened after `previous`, the last poll without it. */
export interface Sighting {
  readonly poll: InstancesPoint;
  readonly previous: InstancesPoint | null;
}

export interface InstanceChange {
  readonly direction: 'out' | 'in';
  readonly from: number;
  readonly to: number;
  /** Null when the polls never returned a desired count. */
  readonly desired: Sighting | null;
  /** Null while the new count was not in service. */
  readonly inService: Sighting | null;
  /** The desired count went back before anything came into service. */
  readonly withdrawn: boolean;
}

type OpenChange = { -readonly [K in keyof InstanceChange]: InstanceChange[K] };

/**
 * A change begins with a new desired count and is complete once the count in service reaches it; the
 * counts in between (1, 2, 3 on the way to 3) belong to it. Without desired counts, each new count in
 * service is a change. Losing an instance at an unchanged desired count is not a change.
 *
 * @param points in time order.
 */
export function instanceChanges(points: readonly InstancesPoint[]): InstanceChange[] {
  const changes: OpenChange[] = [];
  const knowsDesired = points.some((point) => point.desired !== null);
  let desired: (InstancesPoint & { desired: number }) | null = null;
  let current: (InstancesPoint & { current: number }) | null = null;
  for (const point of points) {
    if (hasDesired(point)) {
      const from = desired?.desired ?? point.current;
      if (from !== null && point.desired !== from) {
        const open = changes.filter((change) => change.inService === null && !change.withdrawn);
        if (open.length > 0 && point.desired === point.current) {
          for (const change of open) change.withdrawn = true;
        } else {
          changes.push(changeOf(from, point.desired, { poll: point, previous: desired }));
        }
      }
      desired = point;
    }
    if (hasCurrent(point)) {
      if (!knowsDesired && current !== null && current.current !== point.current) {
        changes.push(changeOf(current.current, point.current, null));
      }
      for (const change of changes) {
        if (change.inService !== null || change.withdrawn) continue;
        const reached =
          change.direction === 'out' ? point.current >= change.to : point.current <= change.to;
        if (reached) change.inService = { poll: point, previous: current };
      }
      current = point;
    }
  }
  return changes;
}

function hasDesired(point: InstancesPoint): point is InstancesPoint & { desired: number } {
  return point.desired !== null;
}

function hasCurrent(point: InstancesPoint): point is InstancesPoint & { current: number } {
  return point.current !== null;
}

function changeOf(from: number, to: number, desired: Sighting | null): OpenChange {
  const direction = to > from ? 'out' : 'in';
  return { direction, from, to, desired, inService: null, withdrawn: false };
}
