/** Finds the part of a step that counts: after its warm-up, and whether that part is level. Pure. */
import type { LoadSecond } from '../analysis/load-seconds.ts';
import { warmUpLength } from '../statistics/mser.ts';

export interface SteadyPart {
  readonly counted: readonly LoadSecond[];
  /** Its mean latency is not still rising, by the measure of the bound. */
  readonly isLevel: boolean;
}

/** Requests that a mean needs, so that what it differs by is not mostly chance. */
const ENOUGH_REQUESTS = 20;
const AGREEMENT = 0.1;
/** Fewer say nothing of how alike seconds are, and no number of requests makes up for that. */
const FEWEST_SECONDS = 8;

/**
 * MSER on the mean latency of each second (of several at a low rate), in batches of one because a step is
 * short. A cut past the middle keeps the second half; whether it is level decides.
 *
 * Level: over the last three quarters of what is left, the mean does not rise from each to the next, and by
 * more than 10 % of itself and of the bound in all. Close to what an endpoint carries, latency wanders by
 * more than that, up and down, and far below the bound that says nothing.
 *
 * @param seconds of one step, without those always left out.
 */
export function steadyPart(seconds: readonly LoadSecond[], maxMs: number): SteadyPart {
  const requests = seconds.reduce((sum, { latencyMs }) => sum + latencyMs.count, 0);
  const size = Math.max(1, Math.ceil((ENOUGH_REQUESTS * seconds.length) / Math.max(1, requests)));
  const cut = warmUpLength(meansOf(seconds, size), 1);
  const warmUp = cut === null ? Math.floor(seconds.length / 2) : cut * size;
  const counted = seconds.slice(Math.max(0, Math.min(warmUp, seconds.length - FEWEST_SECONDS)));
  const quarters = meansOf(counted, Math.max(size, Math.floor(counted.length / 4))).slice(-3);
  const [first = 0, second = 0, third = 0] = quarters;
  const isRising = first < second && second < third;
  const isLevel = !isRising || third - first <= AGREEMENT * Math.max(first, maxMs);
  return { counted, isLevel };
}

/** Mean latency of every `size` seconds, from the back; those without an answer are left out. */
function meansOf(seconds: readonly LoadSecond[], size: number): number[] {
  const means: number[] = [];
  for (let start = seconds.length % size; start + size <= seconds.length; start += size) {
    const some = seconds.slice(start, start + size);
    const count = some.reduce((sum, { latencyMs }) => sum + latencyMs.count, 0);
    const total = some.reduce((sum, { latencyMs }) => sum + latencyMs.sum, 0);
    if (count > 0) means.push(total / count);
  }
  return means;
}
