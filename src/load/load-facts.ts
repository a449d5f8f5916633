/** A plan's peak rate, request count and length. */
import { peakRpsOf } from '../scenario/plan-shape.ts';
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
    peakRps: peakRpsOf(phases),
  };
}
