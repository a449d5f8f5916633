/** How long a step lasts: long enough to tell, at its rate. Pure. */
import type { CapacityBegun, StepOrder, StepPurpose } from '../record/capacity-events.ts';

/** Left out of every step: what its beginning does to a queue, and the second in which it began. */
export function leadSeconds(seconds: number): number {
  return Math.max(2, Math.round(seconds / 10));
}

/** Enough to fill a queue, and soon over. */
const OVERLOAD_SECONDS = 10;
/** A step on the way up only has to show on which side of the capacity it is. */
const SHARE_RISING = 1 / 4;

/** However often it is repeated. */
const MOST_TIMES = 2;

/** @param times longer than usual, for a step that was too short to tell */
export function stepOrder(
  { length, precision }: Pick<CapacityBegun, 'length' | 'precision'>,
  purpose: StepPurpose,
  targetRps: number,
  times = 1,
): StepOrder {
  if (purpose === 'overload') return { purpose, targetRps, seconds: OVERLOAD_SECONDS };
  const isRising = purpose === 'rising';
  const requests = length.requests * (isRising ? SHARE_RISING : 1) * (USUAL_PRECISION / precision);
  const atLeast = isRising ? length.risingSeconds : length.refiningSeconds;
  const atMost = Math.max(atLeast, length.mostSeconds * (isRising ? SHARE_RISING : 1));
  const seconds = Math.min(atMost, Math.max(atLeast, requests / targetRps));
  const repeated = Math.min(times * seconds, Math.max(seconds, MOST_TIMES * length.mostSeconds));
  return { purpose, targetRps, seconds: Math.ceil(repeated) };
}

/** For which `requests` is meant; a narrower interval takes more. */
export const USUAL_PRECISION = 0.05;
