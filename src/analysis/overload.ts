/** What instances carry at their limit: what they answered while they fell behind what they were sent. */
import { type CarriedSecond, carriedSeconds, OVER_SECONDS, predictions } from './carried.ts';
import { type LoadSecond, sketchOver } from './load-seconds.ts';
import type { InstancesPoint } from './timeline.ts';

export interface Overload {
  /** Requests/s that each instance answered. */
  readonly each: number;
  /** Answers it was counted from. */
  readonly n: number;
}

/** Of a rate: answers come a little before or after the second they are counted for. */
const CLEARLY = 1.03;
/** An instance that falls behind is slower; one that only fails is not. */
const SLOWER = 1.5;
/** A stall is in as many windows as one has seconds; an overload lasts. */
const FEWEST_IN_A_ROW = 2 * OVER_SECONDS;

/**
 * Of an instance that is not at its limit, what it answers is what it was sent, which tells of the load and of how
 * long it had to bear it alone. So only times count in which, for twenty seconds in a row, each instance was sent
 * clearly more than it answered, and took longer than at ease.
 *
 * @returns null where no instance was at its limit for long enough.
 */
export function overload(
  seconds: readonly LoadSecond[],
  points: readonly InstancesPoint[],
): Overload | null {
  return overloadOf(carriedSeconds(seconds, points));
}

/**
 * @param carried of one count of instances, or of several
 * @param others seconds that tell, too, how long an answer takes at ease
 */
export function overloadOf(
  carried: readonly CarriedSecond[],
  others: readonly CarriedSecond[] = carried,
): Overload | null {
  const behind = inARow(carried.filter(({ each, sentEach }) => sentEach > CLEARLY * each));
  if (behind.length === 0) return null;
  const isBehind = new Set(behind);
  const atEase = medianMs(others.filter((one) => !isBehind.has(one)));
  const then = medianMs(behind);
  if (atEase === null || then === null || then < SLOWER * atEase) return null;
  return {
    each: behind.reduce((sum, { each }) => sum + each, 0) / behind.length,
    n: behind.reduce((sum, { second }) => sum + predictions(second), 0),
  };
}

function inARow(found: readonly CarriedSecond[]): CarriedSecond[] {
  const runs: CarriedSecond[][] = [];
  for (const one of found) {
    const run = runs.at(-1);
    if (run?.at(-1)?.second.second === one.second.second - 1) run.push(one);
    else runs.push([one]);
  }
  // The first windows include seconds from before.
  return runs
    .filter((run) => run.length >= FEWEST_IN_A_ROW)
    .flatMap((run) => run.slice(OVER_SECONDS));
}

function medianMs(carried: readonly CarriedSecond[]): number | null {
  return sketchOver(
    carried.map(({ second }) => second),
    'serviceTimeMs',
  ).quantile(0.5);
}
