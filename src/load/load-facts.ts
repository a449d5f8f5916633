/** A plan's peak rate, request count, and longest time above a given rate. */
import type { Phase } from '../scenario/schema.ts';
import { buildPlan } from './plan.ts';

export interface LoadFacts {
  readonly phases: number;
  readonly requests: number;
  readonly seconds: number;
  readonly peakRps: number;
}

export function loadFactsOf(phases: readonly Phase[]): LoadFacts {
  const { count, durationMs } = buildPlan(phases);
  return {
    phases: phases.length,
    requests: count,
    seconds: durationMs / 1_000,
    peakRps: Math.max(0, ...phases.flatMap(({ startRps, endRps }) => [startRps, endRps])),
  };
}

/** The longest uninterrupted time, in seconds, that the plan's rate is above `rps`. */
export function longestSecondsOver(phases: readonly Phase[], rps: number): number {
  let longest = 0;
  let current = 0;
  for (const phase of phases) {
    const [from, to] = partOver(phase, rps);
    current = from === 0 ? current + to : to - from;
    longest = Math.max(longest, current);
    // A stretch that ends before its phase ends does not continue in the next one.
    if (to < phase.durationSeconds || to === from) current = 0;
  }
  return longest;
}

/** The part of a phase above `rps`, in seconds since its start; a ramp has at most one. */
function partOver({ durationSeconds, startRps, endRps }: Phase, rps: number): [number, number] {
  if (startRps > rps && endRps > rps) return [0, durationSeconds];
  if (startRps <= rps && endRps <= rps) return [0, 0];
  const crossing = (durationSeconds * (rps - startRps)) / (endRps - startRps);
  return startRps > rps ? [0, crossing] : [crossing, durationSeconds];
}
