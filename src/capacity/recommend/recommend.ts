/** Computes a target-tracking policy from what was measured. */
import { AWS_SAFETY_FACTOR, safetyFactor } from '../../analysis/safety-factor.ts';
import { METRIC_PERIOD_SECONDS } from '../../aws/target-tracking.ts';
import { CannotTellError } from '../../input/cannot-tell-error.ts';
import { alternativesTo } from './alternatives.ts';
import { arithmeticOf } from './arithmetic.ts';
import { type Facts, type GrowthFact, growthDuring, type LagFact } from './facts.ts';
import type {
  MinimumChoice,
  PolicySettings,
  Recommendation,
  RecommendOptions,
} from './recommendation.ts';
import { caveatsOf, risksOf } from './risks.ts';

/** As AWS starts from; with less of each instance in use, one more of them is cheaper at most times. */
const LEAST_FACTOR = AWS_SAFETY_FACTOR;
const MOST_CHOICES = 20;

/** @throws CannotTellError where the maximum would be a guess */
export function recommend(facts: Facts, options: RecommendOptions): Recommendation {
  const { capacity, lag, plan } = facts;
  const growth = lag === null ? null : growthDuring(lag, plan, options.growthPerMinute);
  const planned = plan?.reduce((most, { startRps, endRps }) => Math.max(most, startRps, endRps), 0);
  const peakRps = options.peakRps ?? planned ?? null;
  if (peakRps === null) {
    throw new CannotTellError(
      'How much is to be carried is not known, so no maximum follows; say it with --peak RPS, or name a run whose plan says it.',
    );
  }
  const sizing: Sizing = { ...options, eachRps: capacity.low, growth, peakRps };
  const all = choicesOf(sizing);
  const fitting = all.find(({ safetyFactor: factor }) => factor >= LEAST_FACTOR);
  const withoutScaling = Math.ceil(peakRps / capacity.low);
  const base = all[0]!;
  // A minimum that carries the peak by itself is no policy that follows a load.
  const canFollow =
    fitting !== undefined && (fitting === base || fitting.minCapacity < withoutScaling);
  const chosen = canFollow ? fitting : base;
  const value = canFollow && growth !== null ? chosen.safetyFactor : AWS_SAFETY_FACTOR;
  const targetOf = (rps: number) => Math.max(1, roundedDown(rps * value * 60));
  const target = targetOf(capacity.low);
  const policy: PolicySettings = {
    metric: 'SageMakerVariantInvocationsPerInstance',
    targetValue: target,
    minCapacity: chosen.minCapacity,
    maxCapacity: Math.max(
      chosen.minCapacity,
      Math.ceil((60 * peakRps) / target) + (options.surviveOne ? 1 : 0),
    ),
    ...cooldowns(lag),
  };
  const found = {
    endpoint: facts.endpoint,
    policy,
    targetRange: {
      low: target,
      high: capacity.high === null ? null : targetOf(capacity.high),
    },
    capacity,
    lag,
    growth,
    safetyFactor: { value, isMeasured: canFollow && growth !== null },
    canFollow,
    choices: shownChoices(all, chosen),
    timeCompression: facts.timeCompression,
  };
  return {
    ...found,
    arithmetic: arithmeticOf(found, { ...options, peakRps }),
    risks: risksOf(found, peakRps),
    alternatives: alternativesTo(found, peakRps),
    caveats: caveatsOf(found),
  };
}

/** To two digits, or three of a number that begins with 1: nobody sets 25,053, and less is on the safe side. */
function roundedDown(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value / 2)) - 1);
  return Math.floor(value / step) * step;
}

interface Sizing extends Omit<RecommendOptions, 'peakRps'> {
  /** The lower end of what an instance carries. */
  readonly eachRps: number;
  readonly growth: GrowthFact | null;
  readonly peakRps: number;
}

/** From the least that carries the base on. */
function choicesOf(sizing: Sizing): MinimumChoice[] {
  const { growth, eachRps, peakRps } = sizing;
  const growthRps = growth?.duringLagRps ?? 0;
  const all: MinimumChoice[] = [];
  for (let count = 1; all.length < MOST_CHOICES; count += 1) {
    const factor = growth === null ? AWS_SAFETY_FACTOR : safetyFactor(growthRps, eachRps, count);
    const targetRps = factor * eachRps;
    if (!carriesBase(count, targetRps > 0 ? targetRps : eachRps, sizing)) continue;
    const perMinute = Math.floor(targetRps * 60);
    all.push({
      minCapacity: count,
      safetyFactor: factor,
      targetPerMinute: perMinute >= 1 ? perMinute : null,
      instancesAtPeak: perMinute >= 1 ? Math.max(count, Math.ceil(peakRps / targetRps)) : null,
      isChosen: false,
    });
  }
  return all;
}

/** With one instance lost, the others have to carry the base, though not within the target. */
function carriesBase(
  count: number,
  targetRps: number,
  { baseRps, surviveOne, eachRps }: Sizing,
): boolean {
  const rps = baseRps ?? 0;
  const left = count - 1;
  return count * targetRps >= rps && (!surviveOne || (left >= 1 && left * eachRps >= rps));
}

/** The chosen one, and its neighbours. */
function shownChoices(all: readonly MinimumChoice[], chosen: MinimumChoice): MinimumChoice[] {
  const at = all.indexOf(chosen);
  return all
    .slice(Math.max(0, at - 2), Math.max(at + 2, 3))
    .map((one) => ({ ...one, isChosen: one === chosen }));
}

/** Whole half minutes, as people set them. */
const ROUND_TO = 30;
/** AWS's own, and what is known to work. */
const LEAST_SCALE_IN = 300;
const UNMEASURED = { scaleOutCooldownSeconds: 300, scaleInCooldownSeconds: 300 };

/**
 * A scale-out cooldown starts when the instances are there; the next decision should see what they change: first
 * requests, a period of metrics, and its publishing, taken as one more. An instance that was taken away should not
 * be missed before another could come.
 */
function cooldowns(lag: LagFact | null) {
  if (lag === null) return UNMEASURED;
  const up = (seconds: number) => Math.ceil(seconds / ROUND_TO) * ROUND_TO;
  return {
    scaleOutCooldownSeconds: up(lag.trafficSeconds + 2 * METRIC_PERIOD_SECONDS),
    scaleInCooldownSeconds: Math.max(LEAST_SCALE_IN, up(lag.totalSeconds)),
  };
}
