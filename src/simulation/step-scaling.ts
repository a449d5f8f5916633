/**
 * Decides what a step-scaling policy does when an alarm triggers it. Pure: the caller acts on it.
 *
 * Source: "How step scaling for Application Auto Scaling works", AWS documentation.
 */
import {
  type CapacityBounds,
  clamp,
  type Decision,
  type Direction,
  inForce,
  notScaled,
  type ScalingEvent,
} from './autoscaler.ts';

export type AdjustmentType = 'ChangeInCapacity' | 'PercentChangeInCapacity' | 'ExactCapacity';

/** Bounds are relative to the alarm's threshold; one that is absent is infinite. */
export interface StepAdjustment {
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
  readonly adjustment: number;
}

export interface StepPolicy {
  readonly name: string;
  readonly id: string;
  readonly createdAtMs: number;
  readonly adjustmentType: AdjustmentType;
  readonly steps: readonly StepAdjustment[];
  /** Least change by a percentage, in instances. */
  readonly minAdjustment?: number | undefined;
  readonly cooldownMs: number;
  readonly aggregation: 'Average' | 'Minimum' | 'Maximum';
}

export interface StepSituation {
  readonly policy: StepPolicy;
  /** The alarm's metric minus its threshold. */
  readonly breach: number;
  readonly capacity: number;
  readonly bounds: CapacityBounds;
  /** The last change; undefined when there was none. */
  readonly last: ScalingEvent | undefined;
  readonly nowMs: number;
}

/** A direction, too, since that depends on the step. */
export type StepDecision = Decision & { readonly direction: Direction };

/** @returns undefined where no step covers the breach */
export function decideStep(situation: StepSituation): StepDecision | undefined {
  const { policy, breach, capacity, bounds, last, nowMs } = situation;
  const step = policy.steps.find((each) => covers(each, breach));
  if (!step) return undefined;
  const direction = adjusted(capacity, step, policy) < capacity ? 'in' : 'out';
  const isCooling =
    last !== undefined && last.direction === direction && inForce(last, policy.cooldownMs, nowMs);
  if (direction === 'in') {
    if (isCooling) return { kind: 'hold', why: 'scale-in-cooldown', direction };
    return { ...towards(adjusted(capacity, step, policy), capacity, bounds), direction };
  }
  // What the last scale-out added counts toward the next: only a larger one adds the difference.
  const base = isCooling ? last.capacityBefore : capacity;
  const wanted = adjusted(base, step, policy);
  if (isCooling && wanted <= capacity)
    return { kind: 'hold', why: 'scale-out-cooldown', direction };
  return { ...towards(wanted, capacity, bounds), direction };
}

/** Above the threshold a lower bound belongs to its step, below it an upper bound does. */
function covers({ lower, upper }: StepAdjustment, breach: number): boolean {
  const [from, to] = [lower ?? Number.NEGATIVE_INFINITY, upper ?? Number.POSITIVE_INFINITY];
  return breach >= 0 && from >= 0 ? breach >= from && breach < to : breach > from && breach <= to;
}

function adjusted(capacity: number, { adjustment }: StepAdjustment, policy: StepPolicy): number {
  switch (policy.adjustmentType) {
    case 'ChangeInCapacity':
      return capacity + adjustment;
    case 'ExactCapacity':
      return adjustment;
    case 'PercentChangeInCapacity': {
      const change = rounded((capacity * adjustment) / 100);
      const size = Math.max(Math.abs(change), policy.minAdjustment ?? 0);
      return capacity + Math.sign(adjustment) * size;
    }
  }
}

/** Towards zero, but never to it. */
function rounded(change: number): number {
  if (change === 0) return 0;
  return Math.sign(change) * Math.max(1, Math.floor(Math.abs(change)));
}

function towards(wanted: number, capacity: number, bounds: CapacityBounds): Decision {
  const desired = clamp(wanted, bounds);
  if (desired !== capacity) return { kind: 'set', desired };
  const { minCapacity, maxCapacity } = bounds;
  if (wanted > maxCapacity) return notScaled({ code: 'AlreadyAtMaxCapacity', maxCapacity });
  if (wanted < minCapacity) return notScaled({ code: 'AlreadyAtMinCapacity', minCapacity });
  return notScaled({ code: 'AlreadyAtDesiredCapacity', currentCapacity: capacity });
}
