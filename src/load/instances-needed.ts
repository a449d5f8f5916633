/** How many instances a plan asks for under a policy's target: known before any of it is sent. Pure. */
import { counted, rate, seconds } from '../format/numbers.js';
import type { Expectations } from '../scenario/expectations.ts';
import { longestSecondsOver } from '../scenario/plan-shape.ts';
import type { Phase } from '../scenario/schema.ts';
import { loadFactsOf } from './load-facts.ts';

/** A policy that keeps requests a period and instance at a target, and the alarm that acts for it. */
export interface RequestTarget {
  /** Requests a period and instance. */
  readonly target: number;
  readonly periodSeconds: number;
  /** Breaching periods in a row after which the alarm acts. */
  readonly datapointsToAlarm: number;
}

/** Instances that keep the metric at its target: `ceil(60 R / target)` for periods of 60 s. */
export function steadyInstances(rps: number, target: number, periodSeconds: number): number {
  // A millionth less, so that 600 requests a minute at a target of 600 are one instance, not two.
  return Math.max(1, Math.ceil((rps * periodSeconds) / target - 1e-6));
}

/** Most instances that the plan asks for, for as long as the alarm wants to see it. */
export function instancesNeeded(phases: readonly Phase[], rule: RequestTarget): number {
  const { target, periodSeconds, datapointsToAlarm } = rule;
  let needed = steadyInstances(loadFactsOf(phases).peakRps, target, periodSeconds);
  const lasts = (instances: number) =>
    longestSecondsOver(phases, rateFor(instances, rule)) >= datapointsToAlarm * periodSeconds;
  while (needed > 1 && !lasts(needed)) needed -= 1;
  return needed;
}

/** What a scenario expects and its own plan cannot bring about; null where the plan needs as many. */
export function expectsMoreThanNeeded(
  expect: Expectations,
  phases: readonly Phase[],
  rule: RequestTarget,
): { readonly message: string; readonly next: string } | null {
  const expected = expectedInstances(expect);
  const needed = instancesNeeded(phases, rule);
  if (needed >= expected) return null;
  const lastsSeconds = rule.datapointsToAlarm * rule.periodSeconds;
  return {
    message: `The scenario expects ${counted(expected, 'instance')}, but its load needs only ${needed} under this policy.`,
    next: `Send more than ${rate(rateFor(expected, rule))} for at least ${seconds(lastsSeconds)}, lower the target, or expect fewer instances.`,
  };
}

export function expectedInstances(expect: Expectations): number {
  return Math.max(expect.scaledOut?.atLeastInstances ?? 1, expect.reachedRate?.minInstances ?? 1);
}

/** Above this rate the policy asks for so many, requests/s. */
function rateFor(instances: number, { target, periodSeconds }: RequestTarget): number {
  return ((instances - 1) * target) / periodSeconds;
}
