/** How much of an even split of the requests an instance took, with an interval. */
import { exactInterval, studentQuantile } from '../../statistics/distributions.ts';
import type { Counted } from '../difference-of-shares.ts';
import { sumOf, widestVariance } from '../effective-trials.ts';
import type { CountedPeriod } from './counted-periods.ts';

export interface ShareTaken {
  /** That were judged, in time order; at least two. */
  readonly periods: readonly CountedPeriod[];
  readonly requests: number;
  /** What each instance would have got of an even split in those periods. */
  readonly evenSplit: number;
  /** `requests / evenSplit`, and its interval. */
  readonly ofEven: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** Requests of the whole fleet in those periods. */
  readonly fleetRequests: number;
  /** Half-width of the interval that differences between periods make, requests. */
  readonly plusMinus: number;
}

/** Without a second period, nothing shows how far periods differ. */
export const FEWEST_PERIODS = 2;

/**
 * Periods are long beside the time over which requests are alike, so there is no need for blocks as long as
 * seconds need: t of few blocks, at the confidence that many instances take, hides all but the worst.
 */
export const FEWEST_BLOCKS = 12;

/**
 * Nothing is assumed of the routing: random routing makes counts binomial, and a router that prefers idle
 * instances makes them more even, or follows the speed of each. So how far the share varies is measured between
 * periods (Student's t), and is never taken for less than binomial (Clopper and Pearson): the wider interval holds.
 *
 * @param requestsIn what the instance took in each period
 * @param totalIn what all instances took in it
 * @param confidence two-sided
 * @returns null for fewer than two periods
 */
export function shareTaken(
  periods: readonly CountedPeriod[],
  requestsIn: (period: CountedPeriod) => number,
  totalIn: (period: CountedPeriod) => number,
  confidence: number,
): ShareTaken | null {
  if (periods.length < FEWEST_PERIODS) return null;
  const counts = periods.map((period): Counted => {
    const trials = totalIn(period);
    return { successes: Math.min(trials, requestsIn(period)), trials };
  });
  const { successes: requests, trials: fleetRequests } = sumOf(counts);
  const evenSplit = periods.reduce((sum, period) => sum + totalIn(period) / period.inService, 0);
  if (evenSplit <= 0) return null;
  const ofEven = requests / evenSplit;
  const evenIn = (period: CountedPeriod) => totalIn(period) / period.inService;
  const excess = periods.map((period, at) => counts[at]!.successes - ofEven * evenIn(period));
  const plusMinus = halfWidth(periods, excess, { requests, fleetRequests }, (1 + confidence) / 2);
  const found = { requests, fleetRequests, plusMinus, confidence };
  const interval = intervalAfter(found, 1);
  const even = evenSplit / fleetRequests;
  return {
    ...{ periods, evenSplit, ...found },
    ofEven,
    low: interval.low / even,
    high: interval.high / even,
  };
}

/**
 * From the instance's own periods or, where they are few, from how far those of all instances vary.
 *
 * @param excess over its part of each period's even split
 */
function halfWidth(
  periods: readonly CountedPeriod[],
  excess: readonly number[],
  { requests, fleetRequests }: Pick<ShareTaken, 'requests' | 'fleetRequests'>,
  confidence: number,
): number {
  if (excess.length >= FEWEST_BLOCKS) {
    return Math.sqrt(widestVariance(excess, confidence, 1, FEWEST_BLOCKS));
  }
  const { dispersion, degrees } = dispersionOf(periods);
  const variance = dispersion * requests * (1 - requests / fleetRequests);
  return studentQuantile(confidence, degrees) * Math.sqrt(variance);
}

/**
 * How many times as much the instances' shares vary between periods as those of independent requests: Pearson's
 * chi-squared of requests by instance and period, over its degrees of freedom (quasi-likelihood: McCullagh and
 * Nelder, "Generalized Linear Models", 1989, section 4.5). An instance counts from its first request to its last.
 */
function dispersionOf(periods: readonly CountedPeriod[]): {
  readonly dispersion: number;
  readonly degrees: number;
} {
  const ids = new Set(periods.flatMap(({ instances }) => [...instances.keys()]));
  let [chiSquared, cells, instances] = [0, 0, 0];
  for (const id of ids) {
    const got = periods.map((period) => period.instances.get(id)?.requests ?? 0);
    const isTaking = (requests: number) => requests > 0;
    const [first, last] = [got.findIndex(isTaking), got.findLastIndex(isTaking)];
    if (first < 0) continue;
    const there = periods.slice(first, last + 1);
    const sum = got.reduce((total, requests) => total + requests, 0);
    const even = there.map((period) => period.requests / period.inService);
    const evenSplit = even.reduce((total, requests) => total + requests, 0);
    for (const [at, split] of even.entries()) {
      const expected = (sum / evenSplit) * split;
      if (expected > 0) chiSquared += (got[first + at]! - expected) ** 2 / expected;
    }
    cells += there.length;
    instances += 1;
  }
  // A share for each instance and a total for each period are estimated from the same counts.
  const degrees = Math.max(1, cells - instances - (periods.length - 1));
  return { dispersion: chiSquared / degrees, degrees };
}

/** Of all requests, the instance's share, had there been so many times as many. */
function intervalAfter(
  found: Pick<ShareTaken, 'requests' | 'fleetRequests' | 'plusMinus' | 'confidence'>,
  times: number,
) {
  const { requests, fleetRequests, plusMinus, confidence } = found;
  const exact = exactInterval(requests * times, fleetRequests * times, confidence);
  const share = requests / fleetRequests;
  const half = plusMinus / fleetRequests / Math.sqrt(times);
  return {
    low: Math.max(0, Math.min(exact.low, share - half)),
    high: Math.min(1, Math.max(exact.high, share + half)),
  };
}

/** Beyond so many times the load that there was, a number of requests is no advice. */
const MOST_TIMES = 100;
const STEP = 1.1;

/**
 * About how many more requests to the whole fleet would tell whether the share is above or below a bound, if it
 * stayed what it is.
 *
 * @param bound of an even split
 * @returns null where the share is too near to the bound for any load to tell
 */
export function requestsToTell(taken: ShareTaken, bound: number): number | null {
  const { fleetRequests, evenSplit } = taken;
  const even = evenSplit / fleetRequests;
  for (let times = STEP; times <= MOST_TIMES; times *= STEP) {
    const { low, high } = intervalAfter(taken, times);
    if (low / even >= bound || high / even < bound) {
      return Math.ceil(fleetRequests * (times - 1));
    }
  }
  return null;
}
