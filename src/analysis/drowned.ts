/** Tells whether the queue was so long that callers timed out in it, which hides every other cause. */
import { type LoadSecond, sketchOver } from './load-seconds.ts';

/** An answer that took this share of the timeout almost came too late. */
const NEAR_TIMEOUT = 0.5;

/**
 * True when a quarter of the completed requests took at least half the timeout; a full queue may have rejected
 * the others at once. Requests then fail because of the queue, whatever else happens.
 */
export function drowned(seconds: readonly LoadSecond[], timeoutMs: number): boolean {
  const slow = sketchOver(seconds, 'serviceTimeMs').quantile(0.75);
  return slow !== null && slow >= NEAR_TIMEOUT * timeoutMs;
}
