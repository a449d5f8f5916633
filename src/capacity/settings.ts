/** What a capacity test asks, resolved once from the scenario and what the user gave. Pure. */
import { counted, perSecond, rate } from '../format/numbers.js';
import { UserError } from '../input/user-error.ts';
import type { CapacityBegun } from '../record/capacity-events.ts';
import { peakRpsOf } from '../scenario/plan-shape.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { USUAL_PRECISION } from './step-lengths.ts';

export type CapacitySettings = Omit<CapacityBegun, 'type' | 'atMs' | 'heldInstances'>;

/** What the user gave; absent: the scenario's, or the default. */
export interface CapacityWishes {
  readonly bound?: { readonly percentile: number; readonly maxMs: number };
  readonly maxErrorShare?: number;
  readonly fromRps?: number;
  readonly upToRps?: number;
  readonly precision?: number;
  readonly stepSeconds?: number;
}

const FROM_SHARE_OF_PEAK = 0.1;
/** A plan that peaks at an eighth of what the endpoint carries is no plan for it. */
const UP_TO_TIMES_PEAK = 8;
const CONFIDENCE = 0.99;

/** Enough to tell a rate from one 2 % lower where service times vary as much as they last. */
const REQUESTS = 3_000;
/** Of a stand-in of the test's own: nothing disturbs it. */
const ON_STAND_IN = { risingSeconds: 10, refiningSeconds: 16, mostSeconds: 60 };
/** Elsewhere: two of AWS's minutes and the warm-up, so that CloudWatch tells of every step. */
const ELSEWHERE = { risingSeconds: 150, refiningSeconds: 150, mostSeconds: 600 };
/** Three seconds to begin with, and seven to count. */
const SHORTEST_SECONDS = 10;

/**
 * @param generatorRps what this machine can send at most
 * @throws UserError naming what to add or change
 */
export function capacitySettings(
  scenario: ResolvedScenario,
  wishes: CapacityWishes,
  generatorRps: number,
): CapacitySettings {
  const { expect, phases } = scenario;
  const asked = wishes.bound ?? expect.latency;
  if (asked === undefined) {
    throw new UserError(
      `Scenario ${scenario.name} has no latency bound in environment ${scenario.environment}, so no rate could be too high; add --bound "p99 400ms", or \`expect: { latency: { percentile: 99, maxMs: 400 } }\`.`,
    );
  }
  const peakRps = peakRpsOf(phases);
  const { fromRps, upToRps } = ratesOf(wishes, peakRps, generatorRps);
  const precision = wishes.precision ?? USUAL_PRECISION;
  return {
    bound: {
      percentile: asked.percentile,
      maxMs: asked.maxMs,
      maxErrorShare: wishes.maxErrorShare ?? expect.errors?.maxShare ?? 0.01,
      confidence: expect.latency?.confidence ?? CONFIDENCE,
    },
    fromRps,
    upToRps,
    precision,
    length: lengthOf(scenario, wishes.stepSeconds),
  };
}

function ratesOf(
  { fromRps: from, upToRps: upTo }: CapacityWishes,
  peakRps: number,
  generatorRps: number,
): Pick<CapacitySettings, 'fromRps' | 'upToRps'> {
  if (upTo !== undefined && upTo > generatorRps) {
    throw new UserError(
      `--up-to ${upTo} is more than the ${rate(generatorRps)} that this machine sends; lower it, or run where there are more cores.`,
    );
  }
  if (from === undefined && upTo === undefined && peakRps === 0) {
    throw new UserError('The scenario’s phases send nothing to begin from; add --from RPS.');
  }
  const upToRps = upTo ?? Math.min(generatorRps, UP_TO_TIMES_PEAK * Math.max(peakRps, from ?? 0));
  const fromRps = from ?? Math.min(FROM_SHARE_OF_PEAK * peakRps || upToRps, upToRps);
  if (fromRps > upToRps) {
    const highest = upTo === undefined ? 'the highest rate tried' : '--up-to';
    throw new UserError(
      `--from ${fromRps} is above ${highest} (${perSecond(upToRps)}); lower --from, or raise --up-to.`,
    );
  }
  return { fromRps, upToRps };
}

function lengthOf({ standIn }: ResolvedScenario, stepSeconds: number | undefined) {
  if (stepSeconds === undefined) {
    return { ...(standIn === null ? ELSEWHERE : ON_STAND_IN), requests: REQUESTS };
  }
  if (stepSeconds < SHORTEST_SECONDS) {
    throw new UserError(
      `--step ${stepSeconds}: expected at least ${counted(SHORTEST_SECONDS, 'second')}, because the first ones never count; make it longer.`,
    );
  }
  const seconds = Math.ceil(stepSeconds);
  return {
    risingSeconds: seconds,
    refiningSeconds: seconds,
    mostSeconds: seconds,
    requests: REQUESTS,
  };
}
