/** Seconds in which the queue had outgrown what callers wait: nothing else can be told of them. */
import { type LoadSecond, sketchOver } from './load-seconds.ts';

/** An answer that took this share of what a caller waits at most came almost too late. */
const NEAR_TIMEOUT = 0.5;

/**
 * A quarter of the requests that ended took at least half as long as callers wait at all; the others
 * may have been turned away at once, by a full queue. What fails then fails because of the queue,
 * whatever else goes on.
 */
export function drowned(seconds: readonly LoadSecond[], timeoutMs: number): boolean {
  const slow = sketchOver(seconds, 'serviceTimeMs').quantile(0.75);
  return slow !== null && slow >= NEAR_TIMEOUT * timeoutMs;
}
