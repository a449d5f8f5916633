/**
 * Checks the policy's target against the plan: whether the load crosses it, how many instances the
 * load needs, and whether max capacity allows them. Pure.
 */
import { counted, level, rate, seconds } from '../format/numbers.js';
import {
  expectsMoreThanNeeded,
  type RequestTarget,
  steadyInstances,
} from '../load/instances-needed.ts';
import { loadFactsOf } from '../load/load-facts.ts';
import { type Unmet, unmetCapacity } from '../load/unmet-at-start.ts';
import { longestSecondsOver } from '../scenario/plan-shape.ts';
import type { WatchedScenario } from '../scenario/schema.ts';
import { expectsScaling } from './endpoint-items.ts';
import { type Item, ok, problem, skipped, warning } from './item.ts';

export interface TargetInput extends RequestTarget {
  readonly scenario: WatchedScenario;
  /** Instances in service now. */
  readonly instances: number;
  readonly maxCapacity: number;
}

const SUBJECT = {
  id: 'target-value',
  group: 'Endpoint and scaling',
  title: 'Target and plan',
} as const;

/** A plan that needs this many times max capacity more likely has a target in the wrong unit. */
const SUSPICIOUS_FACTOR = 5;
const SECONDS_PER_MINUTE = 60;

export function targetValueItem(input: TargetInput): Item {
  const { scenario, maxCapacity, target, periodSeconds } = input;
  const { peakRps } = loadFactsOf(scenario.phases);
  const steady = steadyInstances(peakRps, target, periodSeconds);
  return (
    wrongUnit(input, peakRps, steady) ??
    notCrossed(input, peakRps) ??
    tooShort(input) ??
    tooFew(input) ??
    (steady > maxCapacity
      ? atMaximum(input, peakRps, steady)
      : ok(SUBJECT, `${needs(input, peakRps, steady)}; max capacity is ${maxCapacity}.`))
  );
}

function needs({ target, periodSeconds }: TargetInput, rps: number, steady: number): string {
  return `At ${rate(rps)}, a target of ${level(target)} per instance per ${seconds(periodSeconds)} needs ${counted(steady, 'instance')}`;
}

/** The metric counts per minute; the target may have been meant per second. */
function wrongUnit(input: TargetInput, rps: number, steady: number): Item | null {
  const { target, periodSeconds, maxCapacity } = input;
  if (steady <= SUSPICIOUS_FACTOR * maxCapacity) return null;
  const asPerSecond = steadyInstances(rps, target * SECONDS_PER_MINUTE, periodSeconds);
  if (asPerSecond > maxCapacity) return null;
  return problem(
    SUBJECT,
    `${needs(input, rps, steady)}, but max capacity is ${maxCapacity}. The metric counts per minute; the target may be per second.`,
    `If the target is per second, set it to ${level(target * SECONDS_PER_MINUTE)}.`,
  );
}

function notCrossed({ scenario, instances, target, periodSeconds }: TargetInput, rps: number) {
  const perInstance = (rps * periodSeconds) / instances;
  if (perInstance > target) return null;
  const message = `At ${rate(rps)}, ${counted(instances, 'instance')} would get ${level(perInstance)} each per ${seconds(periodSeconds)}, not above the target of ${level(target)}`;
  if (!expectsScaling(scenario)) {
    return ok(SUBJECT, `${message}; the scenario expects no scaling.`);
  }
  const minRps = Math.floor((target * instances) / periodSeconds) + 1;
  return problem(
    SUBJECT,
    `${message}: nothing will scale.`,
    `Raise the load above ${rate(minRps)}, lower the target, or start with fewer instances.`,
  );
}

/** Above the target, but too briefly for the alarm. */
function tooShort(input: TargetInput): Item | null {
  const { scenario, instances, target, periodSeconds, datapointsToAlarm } = input;
  if (!expectsScaling(scenario)) return null;
  const overSeconds = longestSecondsOver(scenario.phases, (target * instances) / periodSeconds);
  const neededSeconds = datapointsToAlarm * periodSeconds;
  if (overSeconds >= neededSeconds) return null;
  return problem(
    SUBJECT,
    `The plan is above the target for ${seconds(overSeconds)}, but the alarm needs ${seconds(neededSeconds)}.`,
    'Hold the load longer.',
  );
}

function tooFew(input: TargetInput): Item | null {
  const { scenario, maxCapacity } = input;
  const found =
    unmetCapacity(scenario, maxCapacity) ??
    expectsMoreThanNeeded(scenario.expect, scenario.phases, input);
  return found === null ? null : problem(SUBJECT, found.message, found.next);
}

function atMaximum(input: TargetInput, rps: number, steady: number): Item {
  const message = `${needs(input, rps, steady)}, but max capacity is ${input.maxCapacity}: the metric stays above the target`;
  if (input.scenario.expect.converged) {
    const next = 'Raise max capacity, reduce the load, or drop expect.converged.';
    return problem(SUBJECT, `${message}, so it cannot converge.`, next);
  }
  return warning(SUBJECT, `${message}.`, 'Raise max capacity if that is not intended.');
}

export function noTargetValueItem(message: string): Item {
  return skipped(SUBJECT, message);
}

export function unmetItem({ message, next }: Unmet): Item {
  return problem(SUBJECT, message, next);
}
