/** The copies of an inference component as counts over time, in place of the instances that they run on. */
import { counted } from '../format/numbers.js';
import type { AwsEvent, ComponentObservation } from '../record/aws-events.ts';
import { instancePoints } from './instance-counts.ts';
import type { InstancesPoint } from './timeline.ts';

/** What is counted: what the policy scales, and callers are answered by. */
export type CountsOf = 'instances' | 'copies';

/** How sentences speak of what is counted. */
export interface FleetWords {
  readonly one: string;
  /** `a copy`, `an instance`. */
  readonly a: string;
  readonly many: string;
  /** `1 copy`, `3 copies`. */
  readonly counted: (count: number) => string;
}

/** @param counts absent for instances, as in a scaling event */
export function fleetWords({
  counts = 'instances',
}: {
  readonly counts?: CountsOf | undefined;
}): FleetWords {
  const [one, many] = UNITS[counts];
  return {
    one,
    a: counts === 'copies' ? 'a copy' : 'an instance',
    many,
    counted: (count) => counted(count, one, many),
  };
}

const UNITS = {
  instances: ['instance', 'instances'],
  copies: ['copy', 'copies'],
} as const satisfies Readonly<Record<CountsOf, readonly [string, string]>>;

export interface Fleet {
  readonly counts: CountsOf;
  /** Of what is counted. */
  readonly points: readonly InstancesPoint[];
  /** Of the instances below the copies; empty where instances are counted. */
  readonly hosts: readonly InstancesPoint[];
}

export function fleetOf(aws: readonly AwsEvent[]): Fleet {
  const polls = aws.filter((event): event is ComponentObservation => event.type === 'component');
  const instances = instancePoints(aws);
  if (polls.length === 0) return { counts: 'instances', points: instances, hosts: [] };
  const points = polls.map(pointOf).sort((left, right) => left.atMs - right.atMs);
  return { counts: 'copies', points, hosts: instances };
}

/**
 * A rolling update overlaps old and new copies, so more are in service than desired. That is no scaling, and none
 * of them is there to stay.
 */
function pointOf({ atMs, status, updating, ...poll }: ComponentObservation): InstancesPoint {
  const current = poll.currentCopyCount ?? null;
  const desired = poll.desiredCopyCount ?? null;
  const isAbove = updating === true && current !== null && desired !== null && current > desired;
  return {
    atMs,
    current: isAbove ? desired : current,
    desired,
    status,
    ...(updating === true ? { updating: true } : {}),
  };
}
