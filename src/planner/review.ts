/**
 * What a capacity review rests on, and its answers: what we have, what the forecast needs, what it costs and
 * risks, what to change. Pure: from recorded runs, capacity tests and plans alone.
 */
import type { CapacityCurve } from '../capacity/curve-result.ts';
import type { Recommendation } from '../capacity/recommend/recommendation.ts';
import type { Capacity } from '../capacity/result.ts';
import {
  count,
  counted,
  dollars,
  figure,
  milliseconds,
  percent,
  rate,
  timeSpan,
} from '../format/numbers.js';
import type { Status } from '../verdict/verdict.ts';
import { AS_IT_IS, type PlanResult, type PolicyOutcome } from './plan-result.ts';

export interface Reviewed {
  /** Newest first. */
  readonly tests: readonly Capacity[];
  readonly runs: readonly ReviewedRun[];
  readonly plans: readonly PlanResult[];
  /** Null where no point is known. */
  readonly curve: CapacityCurve | null;
  readonly recommendation: Recommendation | null;
  /** One sentence each: what was left out or could not be said, and the next step. */
  readonly missing: readonly string[];
}

export interface ReviewedRun {
  readonly runId: string;
  readonly startedAtMs: number;
  readonly status: Status;
  readonly headline: string;
}

export interface Answer {
  readonly question: string;
  readonly answer: string;
}

export interface Review extends Reviewed {
  readonly headline: string;
  readonly answers: readonly Answer[];
  /** Contradictions between what the review rests on. */
  readonly doubts: readonly string[];
}

export function reviewOf(given: Reviewed): Review {
  const test = given.tests.find(({ maxRps }) => maxRps !== null) ?? null;
  const plan = given.plans[0] ?? null;
  const picked = plan?.policies.find(({ id }) => id === plan.pick.id) ?? null;
  const asItIs = plan?.policies.find(({ id }) => id === AS_IT_IS) ?? null;
  return {
    ...given,
    headline: headlineOf(test, plan, picked, asItIs),
    answers: [
      { question: 'What we have', answer: whatWeHave(test, given.tests[0] ?? null, asItIs) },
      ...(plan === null ? [] : answersOf(plan, picked, asItIs)),
    ],
    doubts: given.plans.flatMap((one) => doubtsOf(test, one)),
  };
}

function headlineOf(
  test: Capacity | null,
  plan: PlanResult | null,
  picked: PolicyOutcome | null,
  asItIs: PolicyOutcome | null,
): string {
  if (plan === null) {
    return test === null ? 'Nothing was measured or planned yet' : test.headline.replace(/\.$/, '');
  }
  const peak = `The forecast, with ${rate(plan.traffic.peakRps)} at its peak,`;
  if (picked === null) return `${peak} is kept within the bound by no policy tried`;
  if (picked === asItIs) return `${peak} is carried by the policy as it is`;
  return `${peak} is carried with ${instancesInWords(picked)}, if the policy changes`;
}

function instancesInWords({ settings, mostInstances }: PolicyOutcome): string {
  return settings.minCapacity === mostInstances
    ? counted(mostInstances, 'instance')
    : `${settings.minCapacity} to ${counted(mostInstances, 'instance')}`;
}

function whatWeHave(
  test: Capacity | null,
  newest: Capacity | null,
  asItIs: PolicyOutcome | null,
): string {
  if (test === null) {
    return newest === null
      ? 'Not measured; run `npx scaleproof capacity SCENARIO`.'
      : newest.headline;
  }
  const { settings } = asItIs ?? {};
  const now =
    settings === undefined
      ? ''
      : ` The policy keeps ${settings.minCapacity} to ${counted(settings.maxCapacity, 'instance')}.`;
  return `${test.headline}${now}`;
}

function answersOf(
  plan: PlanResult,
  picked: PolicyOutcome | null,
  asItIs: PolicyOutcome | null,
): Answer[] {
  const shown = picked ?? asItIs ?? plan.policies[0]!;
  // Where none is picked, the figures need a name.
  const under = picked === null ? `Under "${shown.id}", ` : '';
  const { traffic, bound } = plan;
  return [
    {
      question: 'What the forecast needs',
      answer:
        picked === null
          ? plan.pick.reason
          : `${instancesInWords(picked)} for ${rate(traffic.peakRps)} at the peak (${traffic.source}).`,
    },
    { question: 'What it costs', answer: `${under}${whatItCosts(plan, shown, asItIs)}` },
    {
      question: 'What it risks',
      answer: `${under}${percent(shown.overShare)} of the requests beyond ${milliseconds(bound.maxMs)}, ${percent(shown.failedShare)} failed, ${figure(shown.underProvisionedMinutes)} minutes with less than the load needs${shown.worstMinute === null ? '' : `; p${bound.percentile} of ${milliseconds(shown.worstMinute.percentileMs)} in the worst minute`}.`,
    },
    { question: 'What to change', answer: whatToChange(picked, asItIs) },
  ];
}

function whatItCosts(
  { traffic, price }: PlanResult,
  shown: PolicyOutcome,
  asItIs: PolicyOutcome | null,
): string {
  const hours = (one: PolicyOutcome) => `${figure(one.instanceHours)} instance-hours`;
  const inAll = (one: PolicyOutcome) =>
    one.usd === null ? hours(one) : `${dollars(one.usd)} (${hours(one)})`;
  const beside = asItIs === null || asItIs === shown ? '' : `; as it is, ${inAll(asItIs)}`;
  const unknown = price === null ? ' The price is not known; give it with --price.' : '';
  return `${inAll(shown)} in ${timeSpan(traffic.durationSeconds)}${beside}.${unknown}`;
}

function whatToChange(picked: PolicyOutcome | null, asItIs: PolicyOutcome | null): string {
  if (picked === null) {
    return 'None of the policies tried keeps the bound: allow more instances, or raise the minimum before the load comes.';
  }
  if (asItIs === null) return `Set ${picked.id}.`;
  if (picked === asItIs) return 'Nothing.';
  const [now, then] = [asItIs.settings, picked.settings];
  const changes = [
    then.kind === now.kind ? null : `kind ${now.kind} to ${then.kind}`,
    changed('metric', now.metric, then.metric),
    changed('target', now.target, then.target),
    changed('minimum', now.minCapacity, then.minCapacity),
    changed('maximum', now.maxCapacity, then.maxCapacity),
    changed('scale-out cooldown', now.scaleOutCooldownSeconds, then.scaleOutCooldownSeconds),
    changed('scale-in cooldown', now.scaleInCooldownSeconds, then.scaleInCooldownSeconds),
    changed('alarm datapoints', now.alarmDatapoints, then.alarmDatapoints),
    ...then.schedules.map((schedule) => `a scheduled action ${schedule}`),
  ].filter((one) => one !== null);
  return changes.length === 0 ? `Use ${picked.id}.` : `Change ${changes.join(', ')}.`;
}

function changed(what: string, now: string | number | null, then: string | number | null) {
  if (now === then || then === null) return null;
  const text = (value: string | number | null) =>
    typeof value === 'number' ? count(value) : (value ?? 'none');
  return `${what} ${text(now)} to ${text(then)}`;
}

/** Beyond what either of them is uncertain by. */
const DIFFERS = 0.1;

function doubtsOf(test: Capacity | null, { endpoint, traffic }: PlanResult): string[] {
  if (test?.perUnitRps == null || test.unit.kind !== 'instances') return [];
  const planned = endpoint.perInstanceRps;
  const measured = test.perUnitRps;
  const doubts: string[] = [];
  if (Math.abs(planned - measured) > DIFFERS * measured) {
    doubts.push(
      `The plan for ${traffic.source} counts on ${rate(planned)} per instance, but the capacity test found ${rate(measured)}; calibrate the scenario from that endpoint's runs, and plan again.`,
    );
  }
  if (test.instanceType !== null && test.instanceType !== endpoint.instanceType) {
    doubts.push(
      `The plan is for ${endpoint.instanceType}, the capacity test was of ${test.instanceType}; plan for the type that was measured, or measure the other.`,
    );
  }
  return doubts;
}
