/**
 * Checks the policy's target against the plan: whether the load crosses it, how many instances it
 * leads to, and whether maximum capacity allows them. Pure.
 */
import { counted, level, rate, seconds } from '../format/numbers.js';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { expectsScaling } from './endpoint-items.ts';
import { type Item, ok, problem, skipped, warning } from './item.ts';
import { loadFactsOf, longestSecondsOver } from './load-facts.ts';

export interface TargetInput {
  readonly scenario: ResolvedScenario;
  /** Instances in service now. */
  readonly instances: number;
  readonly maxCapacity: number;
  /** What one instance is to get in a period, requests. */
  readonly target: number;
  readonly periodSeconds: number;
  /** Breaching periods in a row after which the alarm acts. */
  readonly datapointsToAlarm: number;
}

const SUBJECT = {
  id: 'target-value',
  group: 'Endpoint and scaling',
  title: 'Target and plan',
} as const;

/** More than so many times the maximum is no plan, but another unit. */
const SUSPICIOUS_FACTOR = 5;
const SECONDS_A_MINUTE = 60;

/** Instances that keep the metric at its target: `ceil(60 R / target)` for periods of 60 s. */
export function steadyInstances(rps: number, target: number, periodSeconds: number): number {
  // A millionth less, so that 600 requests a minute at a target of 600 are one instance, not two.
  return Math.max(1, Math.ceil((rps * periodSeconds) / target - 1e-6));
}

export function targetValueItem(input: TargetInput): Item {
  const { scenario, maxCapacity, target, periodSeconds } = input;
  const { peakRps } = loadFactsOf(scenario.phases);
  const steady = steadyInstances(peakRps, target, periodSeconds);
  return (
    wrongUnit(input, peakRps, steady) ??
    notCrossed(input, peakRps) ??
    tooShort(input) ??
    tooFew(input, steady) ??
    (steady > maxCapacity
      ? atMaximum(input, peakRps, steady)
      : ok(SUBJECT, `${wants(input, peakRps, steady)}; max capacity is ${maxCapacity}.`))
  );
}

function wants({ target, periodSeconds }: TargetInput, rps: number, steady: number): string {
  return `At ${rate(rps)} the target of ${level(target)} per instance and ${seconds(periodSeconds)} needs ${counted(steady, 'instance')}`;
}

/** A target meant in requests a second is read as so many a minute. */
function wrongUnit(input: TargetInput, rps: number, steady: number): Item | null {
  const { target, periodSeconds, maxCapacity } = input;
  if (steady <= SUSPICIOUS_FACTOR * maxCapacity) return null;
  const asPerSecond = steadyInstances(rps, target * SECONDS_A_MINUTE, periodSeconds);
  if (asPerSecond > maxCapacity) return null;
  return problem(
    SUBJECT,
    `${wants(input, rps, steady)}, but max capacity is ${maxCapacity}: is it meant per second? The metric counts by the minute.`,
    `If so, set the target to ${level(target * SECONDS_A_MINUTE)}.`,
  );
}

function notCrossed({ scenario, instances, target, periodSeconds }: TargetInput, rps: number) {
  const perInstance = (rps * periodSeconds) / instances;
  if (perInstance > target) return null;
  const message = `${counted(instances, 'instance')} at ${rate(rps)} get ${level(perInstance)} each per ${seconds(periodSeconds)}, which is not over the target of ${level(target)}`;
  if (!expectsScaling(scenario)) {
    return ok(SUBJECT, `${message}; nothing is expected to scale.`);
  }
  const least = Math.floor((target * instances) / periodSeconds) + 1;
  return problem(
    SUBJECT,
    `${message}: nothing will scale.`,
    `Load more than ${rate(least)}, lower the target, or begin with fewer instances.`,
  );
}

/** Over the target, but not for as long as the alarm wants to see it. */
function tooShort(input: TargetInput): Item | null {
  const { scenario, instances, target, periodSeconds, datapointsToAlarm } = input;
  if (!expectsScaling(scenario)) return null;
  const overSeconds = longestSecondsOver(scenario.phases, (target * instances) / periodSeconds);
  const neededSeconds = datapointsToAlarm * periodSeconds;
  if (overSeconds >= neededSeconds) return null;
  return problem(
    SUBJECT,
    `The plan is over the target for ${seconds(overSeconds)}, and the alarm wants ${seconds(neededSeconds)}.`,
    'Hold the load for longer.',
  );
}

function tooFew({ scenario: { expect }, maxCapacity }: TargetInput, steady: number): Item | null {
  const expected = Math.max(
    expect.scaledOut?.atLeastInstances ?? 1,
    expect.reachedRate?.minInstances ?? 1,
  );
  if (maxCapacity < expected) {
    return problem(
      SUBJECT,
      `The scenario expects ${counted(expected, 'instance')}, but max capacity is ${maxCapacity}.`,
      'Raise the maximum of the scalable target, or expect fewer.',
    );
  }
  if (steady >= expected) return null;
  return problem(
    SUBJECT,
    `The scenario expects ${counted(expected, 'instance')}, but the policy asks for only ${steady} at the peak.`,
    'Load more, lower the target, or expect fewer.',
  );
}

function atMaximum(input: TargetInput, rps: number, steady: number): Item {
  const message = `${wants(input, rps, steady)}, but max capacity is ${input.maxCapacity}: the load ends above the target`;
  if (input.scenario.expect.converged) {
    const next = 'Raise the maximum, load less, or drop expect.converged.';
    return problem(SUBJECT, `${message}, so it cannot converge.`, next);
  }
  return warning(SUBJECT, `${message}.`, 'Raise the maximum if that is not what is meant.');
}

export function noTargetValueItem(message: string): Item {
  return skipped(SUBJECT, message);
}
