/**
 * The plan as k6's `ramping-arrival-rate` stages, such that k6's iteration number says which request
 * of the plan it is and when that is due. Pure; the k6 script imports it too.
 *
 * k6 begins its n-th iteration (from 1) when the integral of the rate reaches n, while request k of a
 * plan (from 0) leaves when it reaches k. A lead-in before the plan makes up for that one. It also
 * finds time zero, which k6 does not tell: the lead-in's own iterations send nothing, their due times
 * are known, and the promptest of them dates them all.
 *
 *   rps |                 ____
 *   100 |----.        __/    |          lead-in: LEAD_IN_ITERATIONS, the last of them
 *       |    |    __/        |          one interval before the plan's time zero
 *       |    |__/            |
 *       +----+---------------+------- t
 *            0 = the plan's time zero, iteration LEAD_IN_ITERATIONS = request 0
 */
import type { Phase } from '../../scenario/schema.ts';

/** Iterations of the lead-in; also enough that the first request does not pay for a cold engine. */
export const LEAD_IN_ITERATIONS = 20;
const LEAD_IN_INTERVAL_MS = 10;
const LEAD_IN_MS = (LEAD_IN_ITERATIONS + 1) * LEAD_IN_INTERVAL_MS;

/** k6 takes whole numbers as rates; per million seconds they are fine enough for any plan. */
const UNIT_SECONDS = 1_000_000;

/**
 * Requests that the lead-in has too few: the request that would be due at the very end of the plan,
 * which a plan does not hold, must not appear by a rounding error.
 */
const MARGIN = 1e-7;

/**
 * k6's duration begins a little before its schedule, and what is due after it is left out. A tail at
 * rate 0 keeps the end away; it takes no time, because k6 ends when nothing more is due.
 */
const TAIL_SECONDS = 10;

export interface Stage {
  readonly target: number;
  readonly duration: string;
}

export interface ArrivalRate {
  readonly startRate: number;
  readonly timeUnit: string;
  readonly stages: Stage[];
}

export function toArrivalRate(phases: readonly Phase[]): ArrivalRate {
  const leadInRps = (LEAD_IN_ITERATIONS + 1 - MARGIN) / (LEAD_IN_MS / 1_000);
  const stages: Stage[] = [stage(leadInRps, LEAD_IN_MS / 1_000)];
  for (const { durationSeconds, startRps, endRps } of [...phases, TAIL]) {
    // A stage of no duration is a jump.
    stages.push(stage(startRps, 0), stage(endRps, durationSeconds));
  }
  return { startRate: rateOf(leadInRps), timeUnit: `${UNIT_SECONDS}s`, stages };
}

/** When the lead-in's iteration 0..LEAD_IN_ITERATIONS-1 is due, ms from the plan's time zero: negative. */
export function leadInDueMs(iteration: number): number {
  return (iteration + 1) * LEAD_IN_INTERVAL_MS - LEAD_IN_MS;
}

const TAIL: Phase = { name: 'tail', durationSeconds: TAIL_SECONDS, startRps: 0, endRps: 0 };

function stage(rps: number, seconds: number): Stage {
  // Milliseconds, with a fraction where there is one: k6 reads durations as Go does.
  return { target: rateOf(rps), duration: `${Math.round(seconds * 1e6) / 1_000}ms` };
}

/** Rounded down, for the sake of MARGIN; the small summand keeps 33.3 from becoming 33.299999. */
function rateOf(rps: number): number {
  return Math.floor(rps * UNIT_SECONDS + 1e-3);
}
