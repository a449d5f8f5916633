/** What a scenario expects and the endpoint, as it stands before the load, rules out. Pure. */
import { counted, seconds } from '../format/numbers.js';
import type { WatchedScenario } from '../scenario/schema.ts';
import { expectedInstances } from './instances-needed.ts';

export interface EndpointNow {
  /** In service; null when unknown, or for a serverless variant. */
  readonly instances: number | null;
  /** Of the scalable target; null when unknown or there is none. */
  readonly maxCapacity: number | null;
  /** Of the alarm that scales out on requests; null when there is none. */
  readonly alarmPeriodSeconds: number | null;
}

export interface Unmet {
  readonly message: string;
  readonly next: string;
}

type Expecting = Pick<WatchedScenario, 'expect' | 'watch'>;

/** All that is ruled out, in the order in which to look at it. */
export function unmetAtStart(scenario: Expecting, now: EndpointNow): Unmet[] {
  return [
    unmetStart(scenario, now.instances),
    unmetCapacity(scenario, now.maxCapacity),
    unmetPeriod(scenario, now.alarmPeriodSeconds),
  ].filter((unmet) => unmet !== null);
}

export function unmetStart({ expect }: Expecting, instances: number | null): Unmet | null {
  const { fromInstances, atLeastInstances } = expect.scaledOut ?? {};
  if (instances === null || atLeastInstances === undefined) return null;
  if (fromInstances !== undefined && instances !== fromInstances) {
    return {
      message: `The scenario expects to start from ${counted(fromInstances, 'instance')}, but ${instances} ${instances === 1 ? 'is' : 'are'} in service now.`,
      next: 'Wait for the last scale-in, set the count, or correct expect.scaledOut.fromInstances.',
    };
  }
  if (instances < atLeastInstances) return null;
  return {
    message: `${counted(instances, 'instance')} in service now already meet expect.scaledOut.atLeastInstances (${atLeastInstances}).`,
    next: 'Wait for the last scale-in, set the count, or expect more instances.',
  };
}

export function unmetCapacity({ expect }: Expecting, maxCapacity: number | null): Unmet | null {
  const expected = expectedInstances(expect);
  if (maxCapacity === null || maxCapacity >= expected) return null;
  return {
    message: `The scenario expects ${counted(expected, 'instance')}, but max capacity is ${maxCapacity}.`,
    next: "Raise the scalable target's max capacity, or expect fewer instances.",
  };
}

/** A period that the alarm's does not divide gets datapoints of parts of periods, or none. */
export function unmetPeriod(
  { watch: { periodSeconds } }: Expecting,
  alarmPeriodSeconds: number | null,
): Unmet | null {
  if (alarmPeriodSeconds === null) return null;
  const periods = periodSeconds / alarmPeriodSeconds;
  // Compressed periods are fractions.
  if (Math.round(periods) >= 1 && Math.abs(periods - Math.round(periods)) < 1e-6) return null;
  return {
    message: `watch.periodSeconds is ${periodSeconds}, but the scale-out alarm counts requests in periods of ${seconds(alarmPeriodSeconds)}.`,
    next: `Set watch.periodSeconds to ${alarmPeriodSeconds}, or a multiple of it.`,
  };
}
