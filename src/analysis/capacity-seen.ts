/** What a run shows of capacity: what each number of instances carried, and how many the planned peak needs. */
import type { RecordedExpectations } from '../record/recorded-expectations.ts';
import { type Carried, type CarryBound, carriedByCount } from './carried-by-count.ts';
import { ofOneType } from './instance-pools.ts';
import { type InstancesNeeded, instancesNeeded } from './instances-needed.ts';
import type { ScalingEvidence } from './scaling-evidence.ts';
import { targetRps } from './tracked-metric.ts';

export interface CapacitySeen {
  readonly bound: CarryBound;
  /** Of a variant of instance pools: whose figures these are. Null for a variant of one type. */
  readonly instanceType: string | null;
  /** In order of their number. */
  readonly byInstances: readonly Carried[];
  /** Null where nothing was planned. */
  readonly needed: InstancesNeeded | null;
}

/** Where a scenario sets none. */
const USUAL_ERROR_BUDGET = 0.01;

/** @returns null where no count of instances was seen to answer for long enough, or the bound is not on record. */
export function capacitySeen(
  { seconds: all, points, outRule }: ScalingEvidence,
  { latency, errors }: RecordedExpectations,
  graceSeconds: number,
): CapacitySeen | null {
  if (latency === null || errors === null) return null;
  const bound: CarryBound = {
    percentile: latency?.percentile ?? null,
    maxMs: latency?.maxMs ?? null,
    maxErrorShare: errors?.maxShare ?? USUAL_ERROR_BUDGET,
  };
  const { instanceType, seconds } = ofOneType(all, points);
  const byInstances = carriedByCount(seconds, points, bound, graceSeconds);
  if (byInstances.length === 0) return null;
  const target = outRule === null ? null : targetRps(outRule);
  const needed = instancesNeeded(all, byInstances, bound, target);
  return { bound, instanceType, byInstances, needed };
}
