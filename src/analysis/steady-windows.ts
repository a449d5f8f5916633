/** Finds steady windows of the load: a constant instance count, after the warm-up. */

import { warmUpLength } from '../statistics/mser.ts';
import { countedPoints, surelyInService } from './instance-counts.ts';
import type { LoadSecond } from './load-seconds.ts';
import type { InstancesPoint } from './timeline.ts';

export interface SteadyWindow {
  /** Null where no poll returned a count, as for a serverless endpoint. */
  readonly instances: number | null;
  readonly load: readonly LoadSecond[];
}

/** The last three windows of this many seconds must agree. */
const WINDOW_SECONDS = 10;
const AGREEMENT = 0.1;

/**
 * First splits the load by instance count, so that no window spans a scale-out. Then drops the warm-up of each
 * segment (MSER-5 on the mean latency of each second). A segment is steady if the means of its last three
 * windows of 10 s are within 10 % of one another.
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

/** Consecutive seconds with the same instance count, each with completed requests. */
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
  return Math.max(...means) - least <= AGREEMENT * least;
}
