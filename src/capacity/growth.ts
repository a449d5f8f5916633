/** Tells whether more was sent than answered: the queue that grows as long as a step lasts. Pure. */
import type { LoadSecond } from '../analysis/load-seconds.ts';
import { studentQuantile } from '../statistics/distributions.ts';

export interface Growth {
  /** So many more requests waited for an answer each second; negative when they became fewer. */
  readonly perSecond: number;
  /** It is more than chance, and enough to matter. */
  readonly isCertain: boolean;
  /** The least growth that would have been certain in as many seconds, requests/s. */
  readonly shownFrom: number;
}

/** Growth below this share of the rate is a drift that no step of minutes can tell from a wander. */
const LEAST_SHARE = 0.005;

/**
 * Student's test on what each second added to the requests that wait for an answer. In a steady system these
 * additions cancel out, so their mean is closer to 0 than if they were independent: the test errs on the
 * side of steadiness.
 *
 * @param before the second before the first, from which that one's addition counts; null without one
 */
export function growthOf(
  seconds: readonly LoadSecond[],
  before: LoadSecond | null,
  confidence: number,
): Growth {
  // Due and not sent counts only where it waits for a connection, and so for the target.
  const waits = seconds.some(({ connectionLimitHits }) => connectionLimitHits > 0);
  const open = ({ inFlight, backlog }: LoadSecond) =>
    (inFlight ?? 0) + (waits ? (backlog ?? 0) : 0);
  const levels = [...(before === null ? [] : [before]), ...seconds].map(open);
  const added = levels.slice(1).map((level, index) => level - levels[index]!);
  if (added.length < 3)
    return { perSecond: 0, isCertain: false, shownFrom: Number.POSITIVE_INFINITY };
  const mean = added.reduce((sum, one) => sum + one, 0) / added.length;
  const squares = added.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const error = Math.sqrt(squares / (added.length - 1) / added.length);
  const sentEach = seconds.reduce((sum, { planned }) => sum + planned, 0) / seconds.length;
  const shownFrom = Math.max(
    studentQuantile(confidence, added.length - 1) * error,
    LEAST_SHARE * sentEach,
  );
  return { perSecond: mean, isCertain: mean > shownFrom && mean * added.length >= 5, shownFrom };
}
