/** Tells a queue that is worked off from an instance that is slow. */
import { type LoadSecond, sketchOver } from './load-seconds.ts';

/** A slow instance stays as slow as it is, give or take; a backlog does not. */
const STEADY = 1.5;
/** Of what callers wait at most: so slow is a queue, whoever's it is. */
const NEAR_TIMEOUT = 0.5;

/**
 * Of the slowest `share` of requests, the median service time in each third of the time: one that falls,
 * or that keeps callers waiting to the end of their patience, is the queue of an instance that was
 * overloaded before.
 *
 * @param timeoutMs null where it is not known
 */
export function isBacklog(
  load: readonly LoadSecond[],
  share: number,
  timeoutMs: number | null,
): boolean {
  const third = Math.ceil(load.length / 3);
  const levels = [0, 1, 2].map((index) => {
    const part = load.slice(index * third, (index + 1) * third);
    return sketchOver(part, 'serviceTimeMs').quantile(1 - share / 2) ?? 0;
  });
  const slowest = Math.max(...levels);
  const isQueue = timeoutMs !== null && slowest >= NEAR_TIMEOUT * timeoutMs;
  return isQueue || slowest > STEADY * Math.min(...levels);
}
