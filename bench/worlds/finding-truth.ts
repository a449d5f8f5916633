/**
 * What is true of a world for each kind of finding. `yes`: it should be found. `no`: to say it would be a
 * false alarm. `open`: it may be said and need not be, for it is so small, or so short, that either is right.
 */
import { CHECK_TRUTHS, isKnown, noPolicy, triggerAt } from './check-truth.ts';
import { type Facts, type Period, since } from './facts.ts';

export type Holds = 'yes' | 'no' | 'open';
type Truth = (facts: Facts) => Holds;

const SLOW_PROVISIONING_SECONDS = 525;
const SLIP = 60;

export const FINDING_TRUTHS: Readonly<Record<string, Truth>> = {
  'generator-overloaded': ({ run }) => (run.generatorPause === undefined ? 'no' : 'open'),
  'littles-law-violated': ({ run }) => (run.latenciesInSeconds === true ? 'open' : 'no'),
  'clock-skewed': ({ standIn }) => {
    const off = Math.abs(standIn.faults.clockSkewSeconds);
    return off > 1.5 ? 'yes' : off < 0.9 ? 'no' : 'open';
  },
  'metrics-missing': ({ standIn: { faults } }) =>
    faults.lostDatapoints !== undefined || faults.unpublishedMetrics.length > 0 ? 'open' : 'no',
  'metrics-late': ({ standIn }) => (standIn.publishDelaySeconds > 180 ? 'open' : 'no'),
  'no-policy': (facts) =>
    facts.run.withoutPolicy === true ? (facts.expect.scaledOut ? 'yes' : 'open') : 'no',
  'alarm-on-other-metric': ({ standIn, run }) =>
    standIn.faults.alarmMetric === undefined ? 'no' : run.withoutPolicy === true ? 'open' : 'yes',
  'alarm-insufficient-data': ({ standIn: { faults } }) =>
    faults.lostDatapoints !== undefined || faults.unpublishedMetrics.length > 0 ? 'open' : 'no',
  'burstable-instance': ({ standIn }) => (standIn.instanceType.startsWith('ml.t2.') ? 'yes' : 'no'),
  'implausible-target': implausible,
  'target-above-capacity': targetAboveCapacity,
  'load-too-small': (facts) => {
    if (!isKnown(facts) || facts.periods.length === 0) return 'open';
    if (noPolicy(facts) || triggerAt(facts) !== null) return 'no';
    return 'open';
  },
  'scaling-suspended': ({ standIn, run }) =>
    !standIn.faults.suspendScaleOut ? 'no' : run.withoutPolicy === true ? 'open' : 'yes',
  'quota-reached': (facts) => activity(facts, /service limit/),
  'scaling-failed': (facts) =>
    facts.standIn.faults.unscalable === undefined ? activity(facts, /assume/) : 'open',
  'scale-out-abandoned': ({ standIn }) =>
    standIn.faults.capacityShortageSeconds === undefined ? 'no' : 'open',
  'at-max-capacity': atMaximum,
  'slow-detection': ({ standIn }) => (standIn.policy.alarmDatapoints > 6 ? 'open' : 'no'),
  'slow-provisioning': ({ standIn, compression }) => {
    const { provisioningSeconds } = standIn.instance;
    const margin = 6 * compression;
    const never = standIn.faults.capacityShortageSeconds !== undefined;
    return never || provisioningSeconds > SLOW_PROVISIONING_SECONDS - margin ? 'open' : 'no';
  },
  flapping: (facts) => {
    const { pass, fail } = CHECK_TRUTHS['no-flapping']!(facts);
    return pass && fail ? 'open' : fail ? 'yes' : 'no';
  },
  'late-scale-in': ({ standIn }) => (standIn.faults.holdScaleInSeconds > 0 ? 'open' : 'no'),
  'missing-scale-in': ({ standIn }) =>
    standIn.faults.holdScaleInSeconds > 0 || standIn.policy.scaleInDisabled ? 'open' : 'no',
  'latency-not-recovered': notRecovered,
  // One that still warms up is not like the others, either.
  'uneven-instances': ({ standIn: { faults, instance } }) =>
    faults.badInstance === undefined && instance.warmUpSeconds === 0 ? 'no' : 'open',
  'errors-while-updating': ({ standIn }) =>
    standIn.faults.errorsWhileUpdating === 0 ? 'no' : 'open',
  'target-stalled': ({ standIn }) => (standIn.faults.stall === undefined ? 'no' : 'open'),
  'function-throttled': ({ standIn }) =>
    standIn.lambda.reservedConcurrency === undefined ? 'no' : 'open',
  'gateway-throttled': ({ standIn, requests }) =>
    standIn.apiGateway !== undefined && requests.some(({ status }) => status === 429)
      ? 'open'
      : 'no',
  'endpoint-throttled': () => 'no',
  'wrong-predictions': (facts) => {
    if (facts.expect.accuracy === undefined) return facts.standIn.faults.swapLabels ? 'open' : 'no';
    return CHECK_TRUTHS.accuracy!(facts).fail ? 'open' : 'no';
  },
  'accuracy-fell-while-scaling': ({ standIn }) =>
    standIn.faults.badInstance?.swapLabels === true ? 'open' : 'no',
  'counts-differ': ({ run }) => (run.answersFromCache === undefined ? 'no' : 'open'),
  'spilled-over': () => 'no',
  'cooldown-waited': cooldown,
  'detection-could-be-faster': ({ log }) =>
    log.some(({ type, detail }) => type === 'alarm' && detail.includes('AlarmHigh'))
      ? 'open'
      : 'no',
};

function activity({ log }: Facts, words: RegExp): Holds {
  return log.some(({ type, detail }) => type === 'activity' && words.test(detail)) ? 'open' : 'no';
}

function implausible(facts: Facts): Holds {
  const { target, periodSeconds, phases, periods } = facts;
  const peak = Math.max(...phases.flatMap(({ startRps, endRps }) => [startRps, endRps]));
  const tooHigh = target / periodSeconds >= 0.9 * SLIP * peak;
  const tooLow = periods.some(({ each }) => each >= SLIP * 0.95 * target);
  return tooHigh || tooLow ? 'open' : 'no';
}

/** By how much it has to be too high, and for how many periods longer than the alarm wants, to be clear. */
const CLEAR = { factor: 1.15, periods: 2, ease: 0.7 };

/** Drowning, and yet not over the target: for how long, and by how much? */
function targetAboveCapacity(facts: Facts): Holds {
  const { target, periodSeconds, carriesRps, standIn, periods, loadSeconds } = facts;
  const { badInstance, stall, alarmMetric, unpublishedMetrics } = standIn.faults;
  const otherwise =
    badInstance !== undefined || stall !== undefined || standIn.instance.warmUpSeconds > 0;
  if (target / periodSeconds <= carriesRps) return otherwise ? 'open' : 'no';
  const drowned = (factor: number) => (period: Period) =>
    period.from >= 0 &&
    period.to <= loadSeconds &&
    period.each <= target / (factor === 1 ? 1 : 1.005) &&
    period.each / periodSeconds > carriesRps * factor &&
    facts.inService(period.from - periodSeconds) === facts.inService(period.to);
  if (!periods.some(drowned(1))) return 'no';
  const wanted = standIn.policy.alarmDatapoints + CLEAR.periods;
  const clear = periods.some((_, index) => {
    const run = periods.slice(index, index + wanted);
    return run.length === wanted && run.every(drowned(CLEAR.factor));
  });
  // Without a time of ease nothing tells a queue from a container that is slow.
  const hadEase = periods.some(
    ({ from, to, each }) =>
      from >= 0 && to <= loadSeconds && each / periodSeconds < CLEAR.ease * carriesRps,
  );
  const seen =
    hadEase && alarmMetric === undefined && unpublishedMetrics.length === 0 && !noPolicy(facts);
  const undisturbed = !otherwise && standIn.faults.lostDatapoints === undefined && isKnown(facts);
  return clear && seen && undisturbed && target / periodSeconds > CLEAR.factor * carriesRps
    ? 'yes'
    : 'open';
}

function atMaximum(facts: Facts): Holds {
  const { periods, target, standIn } = facts;
  if (!isKnown(facts)) return 'open';
  const { maxCapacity, alarmDatapoints } = standIn.policy;
  const full = periods.filter(({ from }) => facts.inService(from) >= maxCapacity);
  return since(full, ({ each }) => each, target * 0.999, alarmDatapoints) === null ? 'no' : 'open';
}

/** After the last instances came, callers waited too long to the end: is it so, and is the count not why? */
function notRecovered(facts: Facts): Holds {
  const { requests, log, expect, loadSeconds, timeoutMs } = facts;
  const came = log.findLast(({ type, at }) => type === 'in-service' && at < loadSeconds)?.at;
  if (came === undefined) return 'no';
  const bound = expect.latency?.maxMs ?? 0;
  const latencies = requests
    .filter(({ dueMs }) => dueMs >= came * 1_000)
    .map(({ dueMs, answeredMs, sentMs }) => (answeredMs ?? sentMs + timeoutMs) - dueMs);
  const slow = latencies.filter((latency) => latency > bound * 0.98).length;
  if (slow < 0.008 * latencies.length) return 'no';
  // Where the metric ends well over its target, it is the count after all.
  const last = facts.periods.findLast(({ from, to }) => from >= 0 && to <= loadSeconds);
  if (isKnown(facts) && last !== undefined && last.each > facts.target * 1.01) return 'no';
  // That instances carry less than the target asks of them explains it: that is its own finding.
  return targetAboveCapacity(facts) === 'yes' ? 'no' : 'open';
}

/** Nothing cools down where nothing changed. */
function cooldown({ log }: Facts): Holds {
  return log.some(({ type }) => type === 'in-service' || type === 'instance-stopped')
    ? 'open'
    : 'no';
}
