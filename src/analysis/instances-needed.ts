/** How many instances the planned peak needs, from what each was seen to carry and from the policy's target. */
import type { Carried, CarryBound } from './carried-by-count.ts';
import { type LoadSecond, sketchOver } from './load-seconds.ts';

/**
 * Why a run cannot tell. `limit-not-seen`: no instance was at its limit. `throttled`: requests were refused before
 * they reached an instance. `not-instances`: with more instances, each carried clearly less. `missed-at-every-rate`:
 * the load was never low enough to be carried. `bound-too-close`: in the time that the bound leaves beyond the
 * service time, an instance answers few requests, so chance in how they are routed decides.
 */
export const NEED_UNKNOWN = [
  'limit-not-seen',
  'throttled',
  'not-instances',
  'missed-at-every-rate',
  'bound-too-close',
] as const;
export type NeedUnknown = (typeof NEED_UNKNOWN)[number];

export interface InstancesNeeded {
  /** Planned: the highest mean over ten seconds, requests/s. */
  readonly peakRps: number;
  /** Share of what an instance carries that the peak may use. */
  readonly utilization: number;
  /** What an instance carries at its limit, predictions/s; null when not seen. */
  readonly perInstanceRps: number | null;
  /** ceil(peak / perInstanceRps / utilization); null without a limit. */
  readonly toCarry: number | null;
  /** ceil(peak / target): as many as the policy asks for; null where its target is no rate. */
  readonly toMeetTarget: number | null;
  /** Enough for both; null when the run cannot tell. */
  readonly instances: number | null;
  readonly unknownBecause: NeedUnknown | null;
}

/** Below 1, since several instances get an uneven stream each where one alone gets an even one. */
const UTILIZATION = 0.9;
const PEAK_SECONDS = 10;
/** Even routed at random, a queue then hardly outgrows the bound at that utilization. */
const ANSWERS_WITHIN_SLACK = 10;
/** Routed at random, several carry up to a sixth less each than one alone; what is lost beyond that is not chance. */
const CLEARLY_LESS = 0.75;

/** @param targetRps of each instance; null where the policy is unknown or counts no requests */
export function instancesNeeded(
  seconds: readonly LoadSecond[],
  carried: readonly Carried[],
  bound: CarryBound,
  targetRps: number | null,
): InstancesNeeded | null {
  const peakRps = plannedPeak(seconds);
  if (peakRps === 0 || carried.length === 0) return null;
  const limited = carried.findLast(({ limit, perInstanceRps }) => limit && perInstanceRps);
  const perInstanceRps = limited?.perInstanceRps ?? null;
  const toCarry = perInstanceRps === null ? null : wholes(peakRps / perInstanceRps / UTILIZATION);
  const toMeetTarget = targetRps === null ? null : wholes(peakRps / targetRps);
  const known = { peakRps, utilization: UTILIZATION, perInstanceRps, toCarry, toMeetTarget };
  const unknownBecause = whyUnknown(carried, known, () => slackMs(seconds, bound));
  return {
    ...known,
    instances: unknownBecause === null ? Math.max(toCarry ?? 0, toMeetTarget ?? 0) : null,
    unknownBecause,
  };
}

/** A request at the edge of ten seconds asks for no instance more. */
function wholes(instances: number): number {
  return Math.max(1, Math.ceil(0.995 * instances));
}

function whyUnknown(
  carried: readonly Carried[],
  { peakRps, perInstanceRps, toMeetTarget }: Omit<InstancesNeeded, 'instances' | 'unknownBecause'>,
  slack: () => number,
): NeedUnknown | null {
  if (carried.some(({ limit }) => limit === 'throttles')) return 'throttled';
  if (lessWithMore(carried)) return 'not-instances';
  if (perInstanceRps === null) {
    const most = Math.max(...carried.map((one) => one.perInstanceRps ?? 0));
    // As many as the policy asks for then carry no more each than was seen.
    if (toMeetTarget !== null && most * toMeetTarget >= peakRps) return null;
    return carried.some(({ limit }) => limit !== null) ? 'missed-at-every-rate' : 'limit-not-seen';
  }
  return (perInstanceRps * slack()) / 1_000 < ANSWERS_WITHIN_SLACK ? 'bound-too-close' : null;
}

/** The limit of more instances is compared with whatever fewer were seen to carry. */
function lessWithMore(carried: readonly Carried[]): boolean {
  return carried.some((more, at) => {
    const most = more.limit === null ? null : (more.perInstanceRps ?? more.missedAtRps);
    const before = Math.max(0, ...carried.slice(0, at).map((one) => one.perInstanceRps ?? 0));
    return most !== null && most < CLEARLY_LESS * before;
  });
}

/** What the bound leaves beyond the service time at ease: in the tenth of the seconds that were fastest. */
function slackMs(seconds: readonly LoadSecond[], { percentile, maxMs }: CarryBound): number {
  if (percentile === null || maxMs === null) return Number.POSITIVE_INFINITY;
  const meanOf = ({ serviceTimeMs: { sum, count } }: LoadSecond) => sum / count;
  const fastest = seconds
    .filter(({ serviceTimeMs }) => serviceTimeMs.count > 0)
    .toSorted((left, right) => meanOf(left) - meanOf(right))
    .slice(0, Math.max(PEAK_SECONDS, seconds.length / 10));
  return maxMs - (sketchOver(fastest, 'serviceTimeMs').quantile(percentile / 100) ?? 0);
}

function plannedPeak(seconds: readonly LoadSecond[]): number {
  let peak = 0;
  let sum = 0;
  const over = Math.min(PEAK_SECONDS, seconds.length);
  for (const [at, second] of seconds.entries()) {
    sum += second.planned - (seconds[at - over]?.planned ?? 0);
    if (at >= over - 1) peak = Math.max(peak, sum / over);
  }
  return peak;
}
