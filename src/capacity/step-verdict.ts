/**
 * Decides about one constant rate: was its bound met, missed, or is that open? Pure.
 *
 * In this order, because each answer makes the next question meaningless: was it sent, did callers get
 * answers, were as many answered as sent, and only then, was the percentile within its bound (by effective
 * counts, as in `analysis/certify.ts`, but without its demand for minutes: at every rate, that would take
 * an hour). A generator that sent late makes every latency longer, so what is met in spite of it is met,
 * and what is missed is missed only if the target shows it without the generator's delay.
 */
import { minimumQueries, over } from '../analysis/certify.ts';
import type { Counted } from '../analysis/difference-of-shares.ts';
import { effectiveTrials, sumOf } from '../analysis/effective-trials.ts';
import { type LoadSecond, sketchOver } from '../analysis/load-seconds.ts';
import { count, milliseconds, percent, perSecond } from '../format/numbers.js';
import type { CapacityBegun } from '../record/capacity-events.ts';
import { chanceOfAtLeast, chanceOfAtMost } from '../statistics/distributions.ts';
import { ERROR_OUTCOMES, type Outcome } from '../systems/outcome.ts';
import type { Growth } from './growth.ts';
import type { CapacityStep } from './result.ts';

export const STEP_REASONS = [
  'ok',
  'count-changed',
  'not-sent',
  'generator-late',
  'errors',
  'not-steady',
  'latency',
  'too-few',
] as const;
export type StepReason = (typeof STEP_REASONS)[number];

export interface StepVerdict {
  readonly outcome: CapacityStep['outcome'];
  readonly reason: StepReason;
  readonly message: string;
  /** As many independent requests would tell as much about the percentile. */
  readonly effectiveRequests: number;
}

/** What is asked of the generator; the scenario's `expect.loadDelivered` and `expect.generatorLag`. */
export interface GeneratorBound {
  readonly minShare: number;
  readonly lagP99Ms: number;
}

/** Below the bound by this factor, the slowest requests say nothing of those that would exceed it. */
const FAR_BELOW = 2;

export function stepVerdict(
  counted: readonly LoadSecond[],
  { growth, isLevel }: { readonly growth: Growth; readonly isLevel: boolean },
  bound: CapacityBegun['bound'],
  generator: GeneratorBound,
): StepVerdict {
  const { percentile, maxMs, confidence } = bound;
  const { atBound, most, least } = percentileEvidence(counted, bound);
  const overShare = 1 - percentile / 100;
  const told = (
    outcome: StepVerdict['outcome'],
    reason: StepReason,
    message: string,
  ): StepVerdict => ({ outcome, reason, message, effectiveRequests: most.trials });

  const unsent = notSent(counted, generator);
  if (unsent !== null) return told('void', 'not-sent', unsent);
  const late = sentLate(counted, generator);
  const voided = (message: string) => told('void', 'generator-late', message);

  const failing = tooManyErrors(counted, bound);
  if (failing !== null) {
    if (late !== null && !failing.byTarget) return voided(late.message);
    return told(failing.isCertain ? 'missed' : 'open', 'errors', failing.message);
  }
  if (growth.isCertain) {
    const message = `The queue grew by ${perSecond(growth.perSecond)}: less was answered than sent.`;
    return told('missed', 'not-steady', message);
  }
  if (atBound === null) return told('open', 'too-few', 'No request was answered.');
  const observed = `p${percentile} was ${milliseconds(atBound)}, and the bound is ${milliseconds(maxMs)}.`;
  const isMet =
    most.trials > 0 && chanceOfAtMost(most.successes, most.trials, overShare) <= 1 - confidence;
  if (isMet && isLevel) return told('met', 'ok', observed);
  // What was held back for a while leaves as a burst, which waits at most as long again.
  const answered = sketchOver(counted, 'serviceTimeMs').quantile(percentile / 100) ?? 0;
  if (late !== null && atBound > maxMs && answered <= maxMs + late.lagMs) {
    return voided(late.message);
  }
  const isMissed = chanceOfAtLeast(least.successes, least.trials, overShare) <= 1 - confidence;
  if (isMissed) return told('missed', 'latency', observed);
  if (!isLevel) {
    return told('open', 'not-steady', 'Latency was still rising when the step ended.');
  }
  if (atBound > maxMs) {
    return told('open', 'latency', `${observed} So few slow moments may be chance.`);
  }
  const needed = minimumQueries(percentile, confidence, Math.ceil(most.successes));
  return told(
    'open',
    'too-few',
    `${observed} That is as good as ${count(most.trials)} independent requests, and ${count(needed)} would show it.`,
  );
}

/** Requests over the bound among as many independent ones, by the two readings of a sketch. */
function percentileEvidence(
  counted: readonly LoadSecond[],
  { percentile, maxMs, confidence }: CapacityBegun['bound'],
): { atBound: number | null; most: Counted; least: Counted } {
  const slices = counted.map(({ latencyMs }) => latencyMs);
  const atBound = sketchOver(counted, 'latencyMs').quantile(percentile / 100);
  // Where even the slowest are far below the bound, what would exceed it is no tail of theirs but a stall,
  // against which only longer steps help.
  const isNear = atBound !== null && atBound > maxMs / FAR_BELOW;
  const bySlowest = isNear
    ? effectiveTrials(over(slices, atBound, 'atMost'), confidence)
    : Number.POSITIVE_INFINITY;
  const evidence = (which: 'atMost' | 'atLeast'): Counted => {
    const seconds = over(slices, maxMs, which);
    const { successes, trials } = sumOf(seconds);
    const effective = Math.min(bySlowest, effectiveTrials(seconds, confidence));
    return { successes: (successes / Math.max(1, trials)) * effective, trials: effective };
  };
  return { atBound, most: evidence('atMost'), least: evidence('atLeast') };
}

/** No fault of the generator makes a target answer with these. */
const BY_TARGET: readonly Outcome[] = ['throttled', 'client-error', 'server-error', 'malformed'];

function tooManyErrors(
  counted: readonly LoadSecond[],
  { maxErrorShare, confidence }: CapacityBegun['bound'],
): { isCertain: boolean; byTarget: boolean; message: string } | null {
  const errors = (kinds: readonly Outcome[]) =>
    counted.map(({ outcomes, completed }) => ({
      successes: kinds.reduce((sum, kind) => sum + (outcomes[kind] ?? 0), 0),
      trials: completed,
    }));
  const all = errors(ERROR_OUTCOMES);
  const failed = sumOf(all);
  if (failed.successes <= maxErrorShare * failed.trials) return null;
  const share = failed.successes / failed.trials;
  const trials = effectiveTrials(all, confidence);
  return {
    isCertain:
      maxErrorShare === 0 ||
      chanceOfAtLeast(share * trials, trials, maxErrorShare) <= 1 - confidence,
    byTarget: sumOf(errors(BY_TARGET)).successes > maxErrorShare * failed.trials,
    message: `${percent(share)} of requests failed; the budget is ${percent(maxErrorShare)}.`,
  };
}

/** Requests that wait for a connection wait for the target: such doubts are not the generator's. */
function notSent(counted: readonly LoadSecond[], { minShare }: GeneratorBound): string | null {
  const waiting = sumBy(counted, ({ notSent }) => notSent['connection-limit'] ?? 0);
  const hits = sumBy(counted, ({ connectionLimitHits }) => connectionLimitHits);
  const planned = sumBy(counted, (second) => second.planned);
  const short = planned - sumBy(counted, ({ sent }) => sent) - waiting;
  if (short <= (1 - minShare) * planned + 1 || hits >= short / 2) return null;
  return `The generator sent ${percent(1 - short / planned)} of the requests in time.`;
}

/** At low rates, p99 is the latest of a step's requests: if that one was late, so was what it measured. */
const ENOUGH_FOR_LAG = 10;

function sentLate(
  counted: readonly LoadSecond[],
  { lagP99Ms }: GeneratorBound,
): { lagMs: number; message: string } | null {
  const lag = sketchOver(counted, 'lagMs');
  const p99 = lag.quantile(0.99);
  if (p99 === null || p99 <= lagP99Ms || lag.count < ENOUGH_FOR_LAG) return null;
  const hits = sumBy(counted, ({ connectionLimitHits }) => connectionLimitHits);
  if (hits >= lag.countAbove(lagP99Ms).atMost / 2) return null;
  return {
    lagMs: p99,
    message: `The generator sent 1 % of the requests more than ${milliseconds(p99)} late; the limit is ${milliseconds(lagP99Ms)}.`,
  };
}

function sumBy(seconds: readonly LoadSecond[], of: (second: LoadSecond) => number): number {
  return seconds.reduce((sum, second) => sum + of(second), 0);
}
