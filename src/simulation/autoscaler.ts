/**
 * Decides what target tracking does when one of its alarms fires. Pure: the caller acts on it.
 *
 * Sources: "How target tracking scaling for Application Auto Scaling works" (cooldowns, bounds) and
 * users' observations (the ceiling rule). AWS promises no formula, only proportional scaling that is
 * faster out than in; the ceiling rule and the two alarms' lengths give exactly that.
 */

export interface TrackingPolicy {
  readonly targetValue: number;
  readonly scaleOutCooldownMs: number;
  readonly scaleInCooldownMs: number;
  readonly scaleInDisabled: boolean;
}

export interface CapacityBounds {
  readonly minCapacity: number;
  readonly maxCapacity: number;
}

export type Direction = 'out' | 'in';

/** The codes of Application Auto Scaling's `NotScaledReasons`. */
export type NotScaledCode =
  | 'AlreadyAtMaxCapacity'
  | 'AlreadyAtMinCapacity'
  | 'AlreadyAtDesiredCapacity'
  | 'AutoScalingAnticipatedFlapping'
  | 'TargetServicePutResourceAsUnscalable';

/** A code, and of the three capacities the one that the decision rests on, if any does. */
export interface NotScaled {
  readonly code: NotScaledCode;
  readonly minCapacity?: number;
  readonly maxCapacity?: number;
  readonly currentCapacity?: number;
}

export type Decision =
  | { readonly kind: 'set'; readonly desired: number }
  | { readonly kind: 'not-scaled'; readonly notScaled: NotScaled }
  /** Nothing to report: a cooldown, or scale-in switched off. */
  | {
      readonly kind: 'hold';
      readonly why: 'scale-out-cooldown' | 'scale-in-cooldown' | 'disabled';
    };

/** An accepted capacity change. */
export interface ScalingEvent {
  readonly direction: Direction;
  readonly capacityBefore: number;
  /** Undefined while the endpoint is still changing. */
  readonly fulfilledAtMs?: number;
}

export interface Situation {
  readonly direction: Direction;
  /** The tracked metric's value in the last published period. */
  readonly metric: number;
  /** The variant's desired instance count. */
  readonly capacity: number;
  readonly policy: TrackingPolicy;
  readonly bounds: CapacityBounds;
  /** Whether scale-in takes one instance at a time, whatever the metric would allow. */
  readonly scaleInOneByOne: boolean;
  /** The last change; undefined when there was none. */
  readonly last: ScalingEvent | undefined;
  readonly nowMs: number;
}

export function decide(situation: Situation): Decision {
  return situation.direction === 'out' ? decideOut(situation) : decideIn(situation);
}

/**
 * During the scale-out cooldown, the capacity added by the last scale-out counts toward the next one:
 * the new capacity is computed from the capacity before it, so that the same load adds nothing and a
 * larger load adds only the difference.
 */
function decideOut(situation: Situation): Decision {
  const { metric, capacity, policy, bounds, last } = situation;
  const { maxCapacity } = bounds;
  if (capacity >= maxCapacity) return notScaled({ code: 'AlreadyAtMaxCapacity', maxCapacity });
  const cooling =
    last?.direction === 'out' && inForce(last, policy.scaleOutCooldownMs, situation.nowMs);
  const base = cooling ? last.capacityBefore : capacity;
  const desired = clamp(proportional(base, metric, policy.targetValue), bounds);
  if (desired > capacity) return { kind: 'set', desired };
  if (cooling) return { kind: 'hold', why: 'scale-out-cooldown' };
  return notScaled({ code: 'AlreadyAtDesiredCapacity', currentCapacity: capacity });
}

/** Scale-in waits for its own cooldown, which a later scale-out cancels. */
function decideIn(situation: Situation): Decision {
  const { metric, capacity, policy, bounds, last } = situation;
  if (policy.scaleInDisabled) return { kind: 'hold', why: 'disabled' };
  const { minCapacity } = bounds;
  if (capacity <= minCapacity) return notScaled({ code: 'AlreadyAtMinCapacity', minCapacity });
  if (last?.direction === 'in' && inForce(last, policy.scaleInCooldownMs, situation.nowMs)) {
    return { kind: 'hold', why: 'scale-in-cooldown' };
  }
  const desired = clamp(proportional(capacity, metric, policy.targetValue), bounds);
  if (desired < capacity) {
    return { kind: 'set', desired: situation.scaleInOneByOne ? capacity - 1 : desired };
  }
  // One instance fewer would lie above the target and bring the high alarm back.
  return notScaled({ code: 'AutoScalingAnticipatedFlapping', currentCapacity: capacity });
}

export function notScaled(why: NotScaled): Decision {
  return { kind: 'not-scaled', notScaled: why };
}

/** A cooldown starts when its change is fulfilled; until then it is in force, too. */
export function inForce(last: ScalingEvent, cooldownMs: number, nowMs: number): boolean {
  return last.fulfilledAtMs === undefined || nowMs < last.fulfilledAtMs + cooldownMs;
}

/**
 * The capacity at which the same load would be at the target. The metric is a sum of fractions such as
 * thirds and sevenths: a billionth above a whole number is rounding, not load.
 */
export function proportional(capacity: number, metric: number, target: number): number {
  return Math.ceil((capacity * metric) / target - 1e-9);
}

export function clamp(value: number, { minCapacity, maxCapacity }: CapacityBounds): number {
  return Math.min(maxCapacity, Math.max(minCapacity, value));
}
