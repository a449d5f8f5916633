/** Finds a distinct group of slow requests that is as large as one instance's share. */
import { isBacklog } from '../../analysis/backlog.ts';
import { type LoadSecond, sketchOver } from '../../analysis/load-seconds.ts';
import type { Newcomers } from '../../analysis/newcomers.ts';
import { errorsOf } from './errors-while-updating.ts';

/** How far from 1/n the share may be: routing is random, or prefers idle instances. */
const NEAR = { least: 0.7, most: 1.3 };
/** Below this fraction, one share is much smaller than another. */
const MUCH_SMALLER = 0.25;
/** A larger share of failures means overload. */
const FEW_FAILURES = 0.05;

export interface Uneven {
  readonly what: string;
  readonly failed: boolean;
  readonly share: number;
  readonly shareBefore: number;
}

/**
 * Used when one overloaded instance made everything slow before. A share near 1/n takes over three times
 * as long as the fastest quarter, and hardly any request takes two to three times as long: two groups,
 * not a tail. There was no such group before. The slow ones must not be the backlog of the instance that
 * was overloaded.
 *
 * @param timeoutMs null if unknown
 */
export function slowGroup(
  { instances, before, after }: Newcomers,
  timeoutMs: number | null,
): Uneven | null {
  const share = shareApart(after);
  const shareBefore = shareApart(before);
  const near = (one: number) => one >= NEAR.least / instances && one <= NEAR.most / instances;
  if (!near(share) || shareBefore > MUCH_SMALLER * share || failures(after) > FEW_FAILURES) {
    return null;
  }
  if (isBacklog(after, share, timeoutMs)) return null;
  const what = 'took over three times as long as the fast ones';
  return { what, failed: false, share, shareBefore };
}

function shareApart(load: readonly LoadSecond[]): number {
  const sketch = sketchOver(load, 'serviceTimeMs');
  const fast = sketch.quantile(0.25);
  if (fast === null || fast <= 0) return 0;
  const over = (times: number) => sketch.countAbove(times * fast).atMost / sketch.count;
  const slow = over(3);
  return over(2) - slow > MUCH_SMALLER * slow ? 0 : slow;
}

function failures(load: readonly LoadSecond[]): number {
  const completed = load.reduce((sum, second) => sum + second.completed, 0);
  return load.reduce((sum, second) => sum + errorsOf(second), 0) / Math.max(1, completed);
}
