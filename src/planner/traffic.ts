/** The traffic of a plan: ramps of requests per second, when they begin, and how requests arrive. */
import { buildPlan, type Plan } from '../load/plan.ts';
import type { Phase } from '../scenario/schema.ts';
import type { Arrivals } from './measure-station.ts';

export interface Traffic {
  /** Where it comes from, as a noun: `the plan of wine local`. */
  readonly source: string;
  /** Epoch ms, a whole minute; null where it has no date. */
  readonly startMs: number | null;
  readonly phases: readonly Phase[];
  readonly arrivals: Arrivals;
  /** Counted: so many came. Expected: so many are likely, and chance decides (Poisson). */
  readonly counts: 'counted' | 'expected';
  /** 1 for what really happens; a scenario's phases for a stand-in are compressed as it is. */
  readonly timeCompression: number;
  readonly scale: number;
  /** What a reader has to know of it, one sentence each. */
  readonly caveats: readonly string[];
}

/** A month of callers, or a year of minutes, is enough; more is a slip of the unit. */
export const MAX_DAYS = 400;

/** @param factor of every rate */
export function scaled(traffic: Traffic, factor: number): Traffic {
  return {
    ...traffic,
    scale: factor,
    phases: traffic.phases.map((phase) => ({
      ...phase,
      startRps: phase.startRps * factor,
      endRps: phase.endRps * factor,
    })),
  };
}

export interface TrafficFigures {
  readonly plan: Plan;
  readonly requests: number;
  /** Of the load, not of AWS. */
  readonly wallSeconds: number;
  readonly meanRps: number;
  readonly peakRps: number;
  /** In the first five minutes, to which a policy has settled when the plan begins. */
  readonly firstRps: number;
}

const FIRST_MS = 300_000;

export function figuresOf({ phases }: Traffic): TrafficFigures {
  const plan = buildPlan(phases);
  const wallSeconds = plan.durationMs / 1_000;
  const firstMs = Math.min(FIRST_MS, plan.durationMs);
  let peakRps = 0;
  for (const { startRps, endRps } of phases) peakRps = Math.max(peakRps, startRps, endRps);
  return {
    plan,
    requests: plan.count,
    wallSeconds,
    meanRps: plan.count / wallSeconds,
    peakRps,
    firstRps: plan.dueBefore(firstMs) / (firstMs / 1_000),
  };
}
