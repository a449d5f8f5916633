/** What a run would load and how much, for the confirmation before it starts. */
import { isLoopback } from '../aws/credentials.ts';
import { buildPlan } from '../load/plan.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';

export interface Exposure {
  /** Host (and port) that would be loaded. */
  readonly host: string;
  readonly peakRps: number;
  readonly requests: number;
  /** Duration of the load; watching continues after it. */
  readonly loadSeconds: number;
  /** All of that at most so often; see `--retries`. */
  readonly attempts: number;
}

/** @returns null when the target is this machine */
export function exposureOf(scenario: ResolvedScenario, attempts: number): Exposure | null {
  const { standIn, target, phases } = scenario;
  if (standIn !== null || isLoopback(target)) return null;
  const { count, durationMs } = buildPlan(phases);
  return {
    host: new URL(target).host,
    peakRps: Math.max(0, ...phases.flatMap(({ startRps, endRps }) => [startRps, endRps])),
    requests: count,
    loadSeconds: durationMs / 1_000,
    attempts,
  };
}
