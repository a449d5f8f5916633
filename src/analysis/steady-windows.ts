/** Stretches of the load in which nothing changed: not the instances, and no warm-up any more. */
import { countedPoints, surelyInService } from './instance-counts.ts';
import type { LoadSecond } from './load-seconds.ts';
import { warmUpLength } from './mser.ts';
import type { InstancesPoint } from './timeline.ts';

export interface SteadyWindow {
  /** Null where no poll tells, as for a serverless endpoint. */
  readonly instances: number | null;
  readonly load: readonly LoadSecond[];
}

/** Three windows of this many seconds at the end must agree. */
const WINDOW_SECONDS = 10;
const AGREEING = 0.1;

/**
 * Segmented by instance count first: never across a scale-out. Within a segment the warm-up is cut
 * off (MSER-5 on the mean latency of each second); then the means of the last three windows of 10 s
 * must lie within 10 % of one another, else the segment is not steady and left out.
 */
export function steadyWindows(
  seconds: readonly LoadSecond[],
  points: readonly InstancesPoint[],
): SteadyWindow[] {
  return segments(seconds, points).flatMap(({ instances, load }) => {
    const means = load.map((second) => second.latencyMs.sum / second.latencyMs.count);
    const cut = warmUpLength(means);
    if (cut === null || !lastWindowsAgree(means.slice(cut))) return [];
    return [{ instances, load: load.slice(cut) }];
  });
}

/** Seconds in a row with one instance count in which something was answered. */
export function segments(
  seconds: readonly LoadSecond[],
  points: readonly InstancesPoint[],
): SteadyWindow[] {
  const known = countedPoints(points);
  const found: { instances: number | null; load: LoadSecond[] }[] = [];
  let previous: LoadSecond | null = null;
  for (const second of seconds) {
    const instances = surelyInService(known, second.startMs);
    const open = found.at(-1);
    const follows = previous !== null && second.second === previous.second + 1;
    const answered = second.latencyMs.count > 0;
    if (answered && open !== undefined && follows && open.instances === instances) {
      open.load.push(second);
    } else if (answered) {
      found.push({ instances, load: [second] });
    }
    previous = answered ? second : null;
  }
  return found;
}

function lastWindowsAgree(values: readonly number[]): boolean {
  if (values.length < 3 * WINDOW_SECONDS) return false;
  const means = [3, 2, 1].map((back) => {
    const end = values.length - (back - 1) * WINDOW_SECONDS;
    const window = values.slice(end - WINDOW_SECONDS, end);
    return window.reduce((sum, value) => sum + value, 0) / window.length;
  });
  const least = Math.min(...means);
  return Math.max(...means) - least <= AGREEING * least;
}
