/** Divides the load's seconds by what was serving them: before, during and after scale-out, and by count. */
import type { Analysis } from './analyse.ts';
import { countedPoints, surelyInService } from './instance-counts.ts';
import type { LoadSecond } from './load-seconds.ts';
import type { ScalingEvent, StageId } from './scaling-event.ts';

export interface Segment {
  /**
   * `before`, `during` or `after` the scale-out, or `1-instance`, `2-instances`, and so on. `run`: all of the
   * load, where no instances are counted.
   */
  readonly name: string;
  /** In time order, not necessarily without gaps. */
  readonly seconds: readonly LoadSecond[];
}

/** A shorter one is there by chance in one run, and not in the next. */
const FEWEST_SECONDS = 10;
const LEAST_SHARE = 0.05;

/**
 * A second counts towards a number of instances only while they were surely in service; it is also in one of the
 * other three, unless the record does not tell in which.
 */
export function segments(analysis: Analysis): Segment[] {
  const { seconds } = analysis.evidence;
  const fewest = Math.max(FEWEST_SECONDS, LEAST_SHARE * seconds.length);
  const found =
    analysis.serving.kind === 'instances'
      ? [...byPhase(analysis), ...byCount(analysis)]
      : [{ name: 'run', seconds }];
  return found.filter((segment) => segment.seconds.length >= fewest);
}

/**
 * `during` begins where the load crossed the trigger, and ends when the last instance was in service. `after` ends
 * where instances leave again, or where the load asks for more that never come. A load that never crosses the
 * trigger is `before` as a whole. One that does, but is answered by no scale-out, has only the first two, as has
 * one whose instances never came.
 */
function byPhase(analysis: Analysis): Segment[] {
  const { events, evidence } = analysis;
  const begunMs = begunAt(analysis);
  if (begunMs === null) return [];
  const doneMs = doneAt(events);
  const overMs = Math.min(...events.flatMap((event) => nextChangeMs(event, doneMs) ?? []));
  const isWhole = knowsScaleOut(analysis);
  const phase = ({ startMs }: LoadSecond) => {
    if (startMs + 1_000 <= begunMs) return 'before';
    if (startMs < doneMs) return isWhole ? 'during' : null;
    return startMs + 1_000 <= overMs ? 'after' : null;
  };
  return ['before', 'during', 'after'].map((name) => ({
    name,
    seconds: evidence.seconds.filter((second) => phase(second) === name),
  }));
}

/** @returns Infinity for a load that never crossed the trigger, null where it is not known. */
function begunAt({ events, trigger, ended }: Analysis): number | null {
  const out = events.find(({ direction }) => direction === 'out');
  if (out !== undefined) return begunOf(out);
  // The end of the first period over the target; the load crossed it within that period.
  if (trigger.state === 'crossed') return trigger.earliestMs - trigger.rule.periodSeconds * 1_000;
  const isNever = trigger.state === 'not-crossed' && ended === 'completed';
  return isNever ? Number.POSITIVE_INFINITY : null;
}

/** Infinity where no new instance was seen in service. */
function doneAt(events: readonly ScalingEvent[]): number {
  const served = events.flatMap((event) =>
    event.direction === 'out' ? (momentOf(event, 'in-service') ?? []) : [],
  );
  return served.length > 0 ? Math.max(...served) : Number.POSITIVE_INFINITY;
}

/** Not where the load was cut off, or the endpoint no longer watched, while instances were awaited. */
function knowsScaleOut({ evidence: { seconds, points }, events, ended }: Analysis): boolean {
  const last = seconds.at(-1);
  const isWatched =
    last !== undefined && surelyInService(countedPoints(points), last.startMs) !== null;
  return doneAt(events) < Number.POSITIVE_INFINITY || (ended === 'completed' && isWatched);
}

/** Not a later stage: runs would differ by which of them was measured. */
function begunOf(event: ScalingEvent): number | null {
  return momentOf(event, 'load-step') ?? momentOf(event, 'metric-breach');
}

function nextChangeMs(event: ScalingEvent, doneMs: number): number | null {
  const served = momentOf(event, 'in-service');
  if (event.direction === 'out') return served === null ? begunOf(event) : null;
  const atMs = momentOf(event, 'desired-changed') ?? served;
  return atMs === null || atMs < doneMs ? null : atMs;
}

/** Of what was cut off, not the last number, of which a part is missing. */
function byCount(analysis: Analysis): Segment[] {
  const { seconds, points } = analysis.evidence;
  const known = countedPoints(points);
  const counts = Map.groupBy(seconds, ({ startMs }) => surelyInService(known, startMs) ?? 0);
  if (!knowsScaleOut(analysis)) counts.delete([...counts.keys()].at(-1) ?? 0);
  return [...counts]
    .filter(([count]) => count > 0)
    .toSorted(([left], [right]) => left - right)
    .map(([count, seconds]) => ({
      name: count === 1 ? '1-instance' : `${count}-instances`,
      seconds,
    }));
}

function momentOf({ stages }: ScalingEvent, id: StageId): number | null {
  return stages.find((stage) => stage.id === id)?.atMs ?? null;
}
