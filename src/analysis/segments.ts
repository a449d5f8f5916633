/** Divides the load's seconds by what was serving them: before, during and after scale-out, and by count. */
import type { Analysis } from './analyse.ts';
import { countedPoints, surelyInService } from './instance-counts.ts';
import type { LoadSecond } from './load-seconds.ts';
import type { ScalingEvent, StageId } from './scaling-event.ts';

export interface Segment {
  /** `before`, `during` or `after` the scale-out, or `1-instance`, `2-instances`, and so on. */
  readonly name: string;
  /** In time order, not necessarily without gaps. */
  readonly seconds: readonly LoadSecond[];
}

/** A shorter one tells more about chance than about the endpoint. */
const FEWEST_SECONDS = 5;

/**
 * `during` begins where the load or its metric first crossed the trigger, and ends when the last instance
 * was in service. Without a scale-out all of the load is `before`. A second counts towards a number of
 * instances only while they were surely in service; it is also in one of the other three.
 */
export function segments({ evidence, events }: Analysis): Segment[] {
  const { seconds, points } = evidence;
  const outs = events.filter(({ direction }) => direction === 'out');
  const begun = Math.min(...outs.map((event) => firstMeasuredMs(event)));
  const served = outs.map((event) => momentOf(event, 'in-service'));
  // Instances that were never seen in service have no "after".
  const done = served.some((atMs) => atMs === null)
    ? Number.POSITIVE_INFINITY
    : Math.max(...served.map((atMs) => atMs ?? 0));
  const phase = ({ startMs }: LoadSecond) => {
    if (outs.length === 0 || startMs + 1_000 <= begun) return 'before';
    return startMs >= done ? 'after' : 'during';
  };
  const known = countedPoints(points);
  const instances = ({ startMs }: LoadSecond) => surelyInService(known, startMs);
  const counts = [...new Set(seconds.map(instances))]
    .filter((count) => count !== null && count > 0)
    .toSorted((left, right) => left! - right!);
  return [
    ...['before', 'during', 'after'].map((name) => ({
      name,
      seconds: seconds.filter((second) => phase(second) === name),
    })),
    ...counts.map((count) => ({
      name: count === 1 ? '1-instance' : `${count}-instances`,
      seconds: seconds.filter((second) => instances(second) === count),
    })),
  ].filter((segment) => segment.seconds.length >= FEWEST_SECONDS);
}

function firstMeasuredMs({ stages }: ScalingEvent): number {
  return stages.find(({ status }) => status === 'measured')?.atMs ?? Number.POSITIVE_INFINITY;
}

function momentOf({ stages }: ScalingEvent, id: StageId): number | null {
  return stages.find((stage) => stage.id === id)?.atMs ?? null;
}
