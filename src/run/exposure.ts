/** What a run would do to whom: what somebody should know before they let it. */
import { isLoopback } from '../aws/credentials.ts';
import { buildPlan } from '../load/plan.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';

export interface Exposure {
  /** Host (and port) that would be loaded. */
  readonly host: string;
  readonly peakRps: number;
  readonly requests: number;
  /** Of load; watching goes on for a while. */
  readonly loadSeconds: number;
}

/** @returns null when nothing but this machine is loaded */
export function exposureOf(scenario: ResolvedScenario): Exposure | null {
  const { standIn, target, phases } = scenario;
  if (standIn !== null || isLoopback(target)) return null;
  const { count, durationMs } = buildPlan(phases);
  return {
    host: new URL(target).host,
    peakRps: Math.max(0, ...phases.flatMap(({ startRps, endRps }) => [startRps, endRps])),
    requests: count,
    loadSeconds: durationMs / 1_000,
  };
}
