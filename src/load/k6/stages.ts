/**
 * The plan as k6's `ramping-arrival-rate` stages, such that k6's iteration number identifies the
 * plan's request and its due time. Pure; the k6 script imports it too.
 *
 * k6 starts its n-th iteration (from 1) when the integral of the rate reaches n, while request k of a
 * plan (from 0) leaves when it reaches k. A lead-in before the plan compensates for the difference of
 * one. It also determines time zero, which k6 does not report: lead-in iterations send nothing, their
 * due times are known, and the most punctual one dates them all.
 *
 *   rps |                 ____
 *   100 |----.        __/    |          lead-in: 20 iterations a worker, the last of them
 *       |    |    __/        |          one interval before the plan's time zero
 *       |    |__/            |
 *       +----+---------------+------- t
 *            0 = the plan's time zero, the first iteration after the lead-in = request 0
 */
import type { Phase } from '../../scenario/schema.ts';

/** Lead-in iterations of each worker; also enough to warm up the engine before the first request. */
const LEAD_IN_PER_WORKER = 20;
/** From the first stage's start to the plan's time zero: whole, because k6 counts time in microseconds. */
export const LEAD_IN_MS = 210;

/** k6 rates are integers; per million seconds, they are precise enough for any plan. */
const UNIT_SECONDS = 1_000_000;

/**
 * Requests by which the lead-in falls short: the request due at the very end of the plan,
 * which the plan excludes, must not appear through a rounding error.
 */
const MARGIN = 1e-7;

/**
 * k6's duration starts slightly before its schedule, and iterations due after it are dropped. A tail
 * at rate 0 delays the end; it takes no time, because k6 exits when nothing more is due.
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

/** Iterations of the lead-in, of all workers. k6 deals iterations out in turn, the plan's as well. */
export function leadInIterations(workers: number): number {
  return LEAD_IN_PER_WORKER * workers;
}

/** @param workers that share the stages, as k6's execution segments */
export function toArrivalRate(phases: readonly Phase[], workers: number): ArrivalRate {
  const leadInRps = (leadInIterations(workers) + 1 - MARGIN) / (LEAD_IN_MS / 1_000);
  const stages: Stage[] = [stage(leadInRps, LEAD_IN_MS / 1_000)];
  for (const { durationSeconds, startRps, endRps } of [...phases, TAIL]) {
    // A stage without a duration is a jump.
    stages.push(stage(startRps, 0), stage(endRps, durationSeconds));
  }
  return { startRate: rateOf(leadInRps), timeUnit: `${UNIT_SECONDS}s`, stages };
}

/** When an iteration of the lead-in is due, ms from the plan's time zero: negative. */
export function leadInDueMs(iteration: number, workers: number): number {
  return ((iteration + 1) / (leadInIterations(workers) + 1) - 1) * LEAD_IN_MS;
}

const TAIL: Phase = { name: 'tail', durationSeconds: TAIL_SECONDS, startRps: 0, endRps: 0 };

function stage(rps: number, seconds: number): Stage {
  // k6 parses durations as Go does, so milliseconds may have a fraction.
  return { target: rateOf(rps), duration: `${Math.round(seconds * 1e6) / 1_000}ms` };
}

/** Rounds down because of MARGIN; the small addend keeps 33.3 from becoming 33.299999. */
function rateOf(rps: number): number {
  return Math.floor(rps * UNIT_SECONDS + 1e-3);
}
