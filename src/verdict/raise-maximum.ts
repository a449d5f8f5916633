/** Says to how many the maximum capacity should be raised, with the arithmetic, or why the run cannot tell. */

import type { Analysis } from '../analysis/analyse.ts';
import type { CapacitySeen } from '../analysis/capacity-seen.ts';
import { type FleetWords, fleetWords } from '../analysis/copies.ts';
import type { InstancesNeeded } from '../analysis/instances-needed.ts';
import { lastObserved } from '../analysis/last-observed.ts';
import { level, percent, rate } from '../format/numbers.js';

/** Null where the run cannot tell, or where `maxInstances` are enough. */
export function maximumNeeded({ capacity }: Analysis, maxInstances: number): number | null {
  const instances = capacity?.needed?.instances ?? null;
  return instances !== null && instances > maxInstances ? instances : null;
}

/** For a check that failed for want of instances: its advice; null unless a higher maximum is what it takes. */
export function higherMaximum(analysis: Analysis): string | null {
  const maximum = lastObserved(analysis.evidence.aws, 'scalable-target')?.maxCapacity;
  const needed = maximum === undefined ? null : maximumNeeded(analysis, maximum);
  return needed === null ? null : `Raise the maximum capacity to ${needed}.`;
}

/** One to three sentences. */
export function raiseMaximum(analysis: Analysis, maxInstances: number): string {
  const { capacity, evidence } = analysis;
  const words = fleetWords(evidence);
  const needed = capacity?.needed ?? null;
  if (capacity === null || needed === null) return 'Raise the maximum capacity.';
  if (needed.unknownBecause !== null) return cannotTell(capacity, needed, words);
  return maximumNeeded(analysis, maxInstances) === null
    ? `Raise the maximum capacity, although the planned peak of ${rate(needed.peakRps)} needs no more than ${words.counted(needed.instances!)}.`
    : `Raise the maximum capacity to ${needed.instances}: ${arithmetic(capacity, needed, words)}`;
}

function arithmetic(
  { byInstances }: CapacitySeen,
  needed: InstancesNeeded,
  words: FleetWords,
): string {
  const { peakRps, perInstanceRps, toCarry, toMeetTarget, utilization } = needed;
  if (toCarry === null) {
    const most = Math.max(...byInstances.map((one) => one.perInstanceRps ?? 0));
    return `the policy asks for that many at the peak of ${rate(peakRps)}. They carry it, since ${words.a} carried at least ${rate(most)}.`;
  }
  const division = `${rate(peakRps)} at the peak / ${rate(perInstanceRps!)} that ${words.a} carried at its limit / ${percent(utilization)} utilization`;
  if (toMeetTarget === null) return `${division}.`;
  if (toMeetTarget >= toCarry) {
    return `the policy asks for that many at the peak. To carry it takes ${toCarry}: ${division}.`;
  }
  const target = Math.floor((60 * peakRps) / toCarry);
  return `${division}. The policy asks for only ${toMeetTarget}, so lower its target to ${level(target)} requests per minute and ${words.one}, or less.`;
}

function cannotTell(
  { byInstances }: CapacitySeen,
  needed: InstancesNeeded,
  words: FleetWords,
): string {
  const unknown = 'this run cannot tell to how many';
  const carried = byInstances.map((one) => one.perInstanceRps ?? 0);
  switch (needed.unknownBecause) {
    case 'throttled':
      return `Raising the maximum capacity may not help: requests were throttled before they reached ${words.a}. Raise that limit, then run again.`;
    case 'not-instances': {
      const more = byInstances.at(-1)!;
      const each = more.perInstanceRps ?? more.missedAtRps ?? 0;
      return `Raising the maximum capacity may not help: with ${words.counted(more.instances)} each carried ${rate(each)}, with fewer ${rate(Math.max(...carried))}. Look for what they share, such as a database or the function in front of them.`;
    }
    case 'missed-at-every-rate': {
      const from = Math.min(
        ...byInstances.map(({ missedAtRps }) => missedAtRps ?? Number.POSITIVE_INFINITY),
      );
      return `Raise the maximum capacity, but ${unknown}: the bound was missed at every rate tried${Number.isFinite(from) ? `, from ${rate(from)} per ${words.one} on` : ''}. Begin with a lower rate, then run again.`;
    }
    case 'bound-too-close':
      return `Raise the maximum capacity to at least ${needed.toCarry}: ${rate(needed.peakRps)} at the peak / ${rate(needed.perInstanceRps!)} that ${words.a} carried at its limit / ${percent(needed.utilization)} utilization. Whether that keeps the latency bound, this run cannot tell: the bound is close to the service time, so requests that chance sends to a busy ${words.one} miss it. Run again with it.`;
    default:
      return `Raise the maximum capacity, but ${unknown}: no ${words.one} reached its limit; each carried at least ${rate(Math.max(...carried))}.`;
  }
}
