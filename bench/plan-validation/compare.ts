/** A plan beside what really happened, request by request. */
import { type Planned, planPolicy } from '../../src/planner/plan-policy.ts';
import type { PlannedChange } from '../../src/planner/plan-result.ts';
import { byRequest } from './by-request.ts';
import { type Case, plannedOf } from './cases.ts';

export interface Seen {
  readonly overShare: number;
  readonly failedShare: number;
  readonly p50Ms: number | null;
  readonly percentileMs: number | null;
  readonly instanceHours: number;
  readonly mostInstances: number;
  readonly changes: readonly PlannedChange[];
}

export interface Compared {
  readonly name: string;
  readonly kind: Case['kind'];
  readonly plan: Seen;
  readonly seen: readonly Seen[];
  /** AWS seconds. */
  readonly durationSeconds: number;
  readonly startInstances: number;
}

export function compare(one: Case, seeds: readonly number[]): Compared {
  const planned = plannedOf(one);
  const { figures, traffic } = planned;
  const plan = planOf(planned);
  return {
    name: one.name,
    kind: one.kind,
    plan,
    seen: seeds.map((seed) => byRequest(planned, plan.startInstances, seed)),
    durationSeconds: figures.wallSeconds * traffic.timeCompression,
    startInstances: plan.startInstances,
  };
}

/** With the endpoint's own policy. */
export function planOf(planned: Planned): ReturnType<typeof planPolicy> {
  const { policy } = planned.config;
  return planPolicy(planned, { id: 'as it is', kind: 'target-tracking', policy, schedules: [] });
}

/** The longest time in which the counts in service differ, seconds. */
export function longestDifference(
  one: readonly PlannedChange[],
  other: readonly PlannedChange[],
  { startInstances, durationSeconds }: Pick<Compared, 'startInstances' | 'durationSeconds'>,
): number {
  const times = [...one, ...other].map(({ atSeconds }) => atSeconds);
  const ends = [...new Set([...times, durationSeconds])].toSorted((a, b) => a - b);
  let [longest, stretch, from] = [0, 0, 0];
  for (const end of ends.filter((at) => at <= durationSeconds)) {
    const isSame = countAt(one, from, startInstances) === countAt(other, from, startInstances);
    stretch = isSame ? 0 : stretch + end - from;
    longest = Math.max(longest, stretch);
    from = end;
  }
  return longest;
}

/** In service right after this moment: what is desired, once it is there. */
function countAt(changes: readonly PlannedChange[], atSeconds: number, start: number): number {
  let count = start;
  let before = start;
  for (const change of changes) {
    if (change.atSeconds > atSeconds) break;
    // Instances that leave are out of service as soon as fewer are desired.
    if (change.kind === 'in-service') count = change.instances;
    if (change.kind === 'desired') {
      if (change.instances < before) count = Math.min(count, change.instances);
      before = change.instances;
    }
  }
  return count;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
}
