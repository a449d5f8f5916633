/**
 * What each check may say of a world. A result that the truth denies is a mistake; where it denies
 * neither pass nor fail, what happened lies too near to a limit for this file to tell.
 *
 * An endpoint fails where it, its policy or its account did less than the load asked of them for long
 * enough. Where the load never asked, or not for long enough, no failure is true, however little happened.
 */
import type { CheckId } from '../../src/verdict/checks/registry.ts';
import { type Facts, since } from './facts.ts';
import { heldSeconds, windowOf } from './held.ts';
import type { Witnessed } from './witness.ts';

export interface Allowed {
  readonly pass: boolean;
  readonly fail: boolean;
}

type Truth = (facts: Facts) => Allowed;

const EITHER: Allowed = { pass: true, fail: true };
const NEITHER: Allowed = { pass: false, fail: false };
/** Sketches keep latencies to within 1 %; and what the judge takes as a window may differ a little. */
const LATENCY_MARGIN = 0.015;
/** From in service until an instance takes traffic, at most: as recorded on AWS, with some to spare. */
const LONGEST_GRACE_SECONDS = 60;
/** AWS's shortest known time for an instance to come, after its alarm. */
const SHORTEST_PROVISIONING_SECONDS = 258;

export const CHECK_TRUTHS: Partial<Record<CheckId, Truth>> = {
  'load-delivered': () => ({ pass: true, fail: false }),
  'generator-lag': (facts) => ({ pass: lagP99(facts) <= 50 * (1 + LATENCY_MARGIN), fail: false }),
  'trigger-crossed': (facts) => ({
    pass: !isKnown(facts) || triggerAt(facts) !== null,
    fail: false,
  }),
  'scaled-out': scaledOut,
  'reached-rate': reachedRate,
  errors,
  latency,
  accuracy,
  consistent,
  converged,
  'no-flapping': flapping,
};

/** Which requests reached the endpoint is not known where a cache or a function answers some itself. */
export function isKnown({ run, standIn }: Facts): boolean {
  return run.answersFromCache === undefined && standIn.lambda.reservedConcurrency === undefined;
}

/** When the metric was first known to be above the target, for as long as the alarm wants. */
export function triggerAt({ periods, target, standIn }: Facts): number | null {
  return since(periods, ({ each }) => each, target, standIn.policy.alarmDatapoints);
}

/** When the load first asked for so many instances under the policy, for as long as the alarm wants. */
function askedForAt({ periods, target, standIn }: Facts, instances: number): number | null {
  const level = (instances - 1) * target;
  return since(periods, ({ requests }) => requests, level, standIn.policy.alarmDatapoints);
}

/** What stood in the way of so many instances, whatever the load. */
export function isObstructed({ run, standIn }: Facts): boolean {
  const { faults, instanceType } = standIn;
  return (
    run.withoutPolicy === true ||
    instanceType.startsWith('ml.t2.') ||
    faults.suspendScaleOut ||
    faults.scalingRefusal !== undefined ||
    faults.unscalable !== undefined ||
    faults.capacityShortageSeconds !== undefined ||
    faults.quotaInstances !== undefined
  );
}

function reachedAt({ log }: Facts, instances: number): number | null {
  return log.find(({ at, inService }) => at > 0 && inService >= instances)?.at ?? null;
}

function scaledOut(facts: Facts): Allowed {
  const asked = facts.expect.scaledOut;
  if (asked === undefined) return NEITHER;
  const { standIn, loadSeconds } = facts;
  const { atLeastInstances, withinSeconds, fromInstances } = asked;
  const start = facts.inService(0);
  if ((fromInstances ?? start) !== start || start >= atLeastInstances) return NEITHER;
  if (!isKnown(facts)) return EITHER;
  const trigger = triggerAt(facts);
  const reached = reachedAt(facts, atLeastInstances);
  const took = reached === null || trigger === null ? null : Math.max(0, reached - trigger);
  // Counted from the start of the load, where nobody could know of the trigger.
  const pass =
    (took !== null && took <= withinSeconds) || (reached !== null && reached <= withinSeconds);
  const needed = askedForAt(facts, atLeastInstances);
  const late = needed !== null && (reached ?? Number.POSITIVE_INFINITY) > needed + withinSeconds;
  const lastedSo = needed !== null && loadSeconds >= needed + withinSeconds;
  const never = reached === null && isObstructed(facts) && (trigger !== null || noPolicy(facts));
  const bounded = standIn.policy.maxCapacity < atLeastInstances && needed !== null;
  return { pass, fail: !pass && ((late && lastedSo) || never || bounded) };
}

export function noPolicy({ run, standIn }: Facts): boolean {
  return run.withoutPolicy === true || standIn.instanceType.startsWith('ml.t2.');
}

/** How long a policy may take from the moment at which instances are due. */
function allowanceSeconds({ expect, compression, periodSeconds, standIn }: Facts): number {
  const shortest =
    standIn.policy.alarmDatapoints * periodSeconds + SHORTEST_PROVISIONING_SECONDS / compression;
  return expect.scaledOut?.withinSeconds ?? shortest;
}

function reachedRate(facts: Facts): Allowed {
  const goal = facts.expect.reachedRate;
  if (goal === undefined) return NEITHER;
  const lenient = heldSeconds(facts, goal.minInstances, 0.02);
  const strict = heldSeconds(facts, goal.minInstances, -0.02);
  const answered = heldSeconds(facts, 1, -0.02);
  const pass = lenient.longest >= goal.holdSeconds - 6;
  if (strict.longest >= goal.holdSeconds + 6) return { pass, fail: false };
  if (answered.longest < goal.holdSeconds - 6) {
    return { pass, fail: lenient.planned >= goal.holdSeconds - 6 };
  }
  if (!isKnown(facts) || answered.longest < goal.holdSeconds + 6) return { pass, fail: true };
  // Sent and answered, by too few: theirs to answer for only where more were due in time to hold it.
  const needed = askedForAt(facts, goal.minInstances);
  const due = needed !== null && needed + allowanceSeconds(facts) + goal.holdSeconds;
  const inTime = due !== false && due <= strict.plannedUntil;
  const trigger = triggerAt(facts);
  return { pass, fail: inTime || (isObstructed(facts) && (trigger !== null || noPolicy(facts))) };
}

function errors({ requests, expect }: Facts): Allowed {
  const failed = requests.filter(({ status }) => status !== 200).length;
  const share = failed / requests.length;
  return { pass: share <= expect.errors.maxShare, fail: share > expect.errors.maxShare };
}

function latency(facts: Facts): Allowed {
  const { expect, requests } = facts;
  if (expect.latency === undefined) return NEITHER;
  const { over, percentile, maxMs } = expect.latency;
  const quantileOf = (from: number, to: number) => {
    const ended = requests
      .filter((one) => endedAt(facts, one) >= from * 1_000 && endedAt(facts, one) < to * 1_000)
      .map((one) => endedAt(facts, one) - one.dueMs)
      .toSorted((left, right) => left - right);
    return ended[Math.ceil((ended.length * percentile) / 100) - 1] ?? null;
  };
  const judged = (low: number, high: number): Allowed => ({
    pass: low <= maxMs * (1 + LATENCY_MARGIN),
    fail: high > maxMs * (1 - LATENCY_MARGIN),
  });
  if (over === 'run' || expect.reachedRate === undefined) {
    const quantile = quantileOf(0, Number.POSITIVE_INFINITY);
    return quantile === null ? NEITHER : judged(quantile, quantile);
  }
  const window = windowOf(facts);
  if (window === null) return EITHER;
  // Where exactly the window begins and ends is the judge's to say, and how long newcomers may take to
  // help: as long as there is a window that bears it out, it may say so.
  const graceSeconds = LONGEST_GRACE_SECONDS / facts.compression;
  const begins = [-8, 0, 8, graceSeconds, graceSeconds + 8].map((later) => window.from + later);
  const ends = [-8, 0, 8].map((later) => window.to + later);
  const quantiles = begins.flatMap((from) => ends.flatMap((to) => quantileOf(from, to) ?? []));
  if (quantiles.length === 0) return EITHER;
  return judged(Math.min(...quantiles), Math.max(...quantiles));
}

function endedAt({ timeoutMs }: Facts, { sentMs, answeredMs }: Witnessed): number {
  return answeredMs ?? sentMs + timeoutMs;
}

function lagP99({ requests }: Facts): number {
  const lags = requests.map(({ sentMs, dueMs }) => sentMs - dueMs).toSorted((a, b) => a - b);
  return lags[Math.ceil(lags.length * 0.99) - 1] ?? 0;
}

function accuracy({ requests, expect }: Facts): Allowed {
  if (expect.accuracy === undefined) return NEITHER;
  const predictions = requests.filter(({ status }) => status === 200);
  const share = predictions.filter(({ correct }) => correct).length / predictions.length;
  return { pass: share >= expect.accuracy.minShare, fail: share < expect.accuracy.minShare };
}

/** Labels that change places make a right answer wrong, so a row that got both differs. */
function consistent({ requests }: Facts): Allowed {
  const answered = requests.filter(({ status }) => status === 200);
  const right = new Set(answered.filter(({ correct }) => correct).map(({ row }) => row));
  const differs = answered.some(({ correct, row }) => !correct && right.has(row));
  return { pass: !differs, fail: differs };
}

function converged(facts: Facts): Allowed {
  const { expect, target, loadSeconds, periods } = facts;
  if (expect.converged === undefined) return NEITHER;
  if (!isKnown(facts)) return EITHER;
  const bound = target * (1 + expect.converged.tolerance);
  const whole = periods.filter(({ from, to }) => from >= 0 && to <= loadSeconds);
  const last = whole.at(-1);
  if (last === undefined) return NEITHER;
  if (last.each <= bound) return { pass: true, fail: false };
  // Above it: was one more than there were due before the load was over?
  const asked = askedForAt(facts, facts.inService(last.from) + 1);
  const due = asked !== null && asked + allowanceSeconds(facts) <= loadSeconds;
  return { pass: false, fail: due || isObstructed(facts) };
}

function flapping({ log, loadSeconds, expect }: Facts): Allowed {
  const changes = log.filter(
    ({ type, at }) => type === 'desired-changed' && at >= 0 && at < loadSeconds,
  );
  const edge = log.some(
    ({ type, at }) => type === 'desired-changed' && Math.abs(at - loadSeconds) < 6,
  );
  if (edge) return EITHER;
  let reversals = 0;
  let before = 0;
  let desired = log[0] === undefined ? 0 : countBefore(log);
  for (const change of changes) {
    const direction = Math.sign(change.desired - desired);
    if (before !== 0 && direction !== 0 && direction !== before) reversals += 1;
    before = direction || before;
    desired = change.desired;
  }
  const within = reversals <= expect.flapping.maxReversals;
  return { pass: within, fail: !within };
}

function countBefore(log: Facts['log']): number {
  return log.findLast(({ at }) => at < 0)?.desired ?? 1;
}
