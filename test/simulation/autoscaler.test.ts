import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decide,
  proportional,
  type ScalingEvent,
  type Situation,
} from '../../src/simulation/autoscaler.ts';

const SECOND = 1000;
const base: Situation = {
  direction: 'out',
  metric: 20_000,
  capacity: 1,
  policy: {
    targetValue: 1500,
    scaleOutCooldownMs: 300 * SECOND,
    scaleInCooldownMs: 300 * SECOND,
    scaleInDisabled: false,
  },
  bounds: { minCapacity: 1, maxCapacity: 20 },
  scaleInOneByOne: false,
  last: undefined,
  nowMs: 1_000_000,
};
const given = (changes: Partial<Situation>) => decide({ ...base, ...changes });
const set = (desired: number) => ({ kind: 'set', desired });
const notScaled = (code: string, capacity: object) => ({
  kind: 'not-scaled',
  notScaled: { code, ...capacity },
});
const out = (capacityBefore: number, fulfilledAtMs?: number): ScalingEvent => ({
  direction: 'out',
  capacityBefore,
  ...(fulfilledAtMs !== undefined && { fulfilledAtMs }),
});

describe('scaling out', () => {
  test.each([
    { capacity: 1, metric: 20_000, desired: 14 },
    { capacity: 1, metric: 1501, desired: 2 },
    { capacity: 3, metric: 2000, desired: 4 },
    { capacity: 1, metric: 1e9, desired: 20 },
  ])('goes from $capacity to $desired at $metric a minute', ({ capacity, metric, desired }) => {
    expect(given({ capacity, metric })).toEqual(set(desired));
  });

  test('says that it is at the maximum rather than nothing', () => {
    expect(given({ capacity: 20 })).toEqual(notScaled('AlreadyAtMaxCapacity', { maxCapacity: 20 }));
  });

  test('adds nothing while the last scale-out is under way and the load is the same', () => {
    expect(given({ capacity: 14, last: out(1) })).toEqual({
      kind: 'hold',
      why: 'scale-out-cooldown',
    });
  });

  test('adds the difference when a larger load is seen during the cooldown', () => {
    const last = out(1, base.nowMs - 10 * SECOND);
    expect(given({ capacity: 14, metric: 25_000, last })).toEqual(set(17));
  });

  test('counts from the present capacity once the cooldown is over', () => {
    const last = out(1, base.nowMs - 300 * SECOND);
    expect(given({ capacity: 4, metric: 3000, last })).toEqual(set(8));
    const cooling = out(1, base.nowMs - 300 * SECOND + 1);
    expect(given({ capacity: 4, metric: 3000, last: cooling })).toMatchObject({ kind: 'hold' });
  });

  test('is not held back by a scale-in cooldown', () => {
    const last = { direction: 'in', capacityBefore: 4, fulfilledAtMs: base.nowMs - 1 } as const;
    expect(given({ last, metric: 3000 })).toEqual(set(2));
  });
});

describe('scaling in', () => {
  const inward = { ...base, direction: 'in', capacity: 4, metric: 0 } as const;

  test.each([
    { capacity: 4, metric: 0, decision: set(1) },
    { capacity: 4, metric: 700, decision: set(2) },
    {
      capacity: 2,
      metric: 1200,
      decision: notScaled('AutoScalingAnticipatedFlapping', { currentCapacity: 2 }),
    },
    { capacity: 1, metric: 0, decision: notScaled('AlreadyAtMinCapacity', { minCapacity: 1 }) },
  ])('decides $decision with $capacity instances at $metric a minute', (row) => {
    expect(decide({ ...inward, capacity: row.capacity, metric: row.metric })).toEqual(row.decision);
  });

  test('takes one instance at a time where it is told to', () => {
    const oneByOne = { ...inward, scaleInOneByOne: true };
    expect(decide({ ...oneByOne, capacity: 4, metric: 0 })).toEqual(set(3));
  });

  test('waits for the cooldown of the scale-in before it, to the millisecond', () => {
    const last = { direction: 'in', capacityBefore: 6, fulfilledAtMs: 1_000_000 } as const;
    const at = (nowMs: number) => decide({ ...inward, last, nowMs });
    expect(at(1_299_999)).toEqual({ kind: 'hold', why: 'scale-in-cooldown' });
    expect(at(1_300_000)).toEqual(set(1));
  });

  test('is free again after a scale-out, which cancels the scale-in cooldown', () => {
    expect(decide({ ...inward, last: out(1, base.nowMs - 1) })).toEqual(set(1));
  });

  test('never happens when it is disabled', () => {
    const policy = { ...base.policy, scaleInDisabled: true };
    expect(decide({ ...inward, policy })).toEqual({ kind: 'hold', why: 'disabled' });
  });
});

const situations = fc.record({
  direction: fc.constantFrom('out' as const, 'in' as const),
  metric: fc.double({ min: 0, max: 1e7, noNaN: true }),
  capacity: fc.integer({ min: 1, max: 20 }),
  last: fc.option(
    fc.record({
      direction: fc.constantFrom('out' as const, 'in' as const),
      capacityBefore: fc.integer({ min: 1, max: 20 }),
      fulfilledAtMs: fc.integer({ min: 0, max: 2_000_000 }),
    }),
    { nil: undefined },
  ),
});

test('a decision stays within the bounds and never goes against its direction', () => {
  fc.assert(
    fc.property(situations, (situation) => {
      const decision = given(situation);
      if (decision.kind !== 'set') return;
      expect(decision.desired).toBeGreaterThanOrEqual(1);
      expect(decision.desired).toBeLessThanOrEqual(20);
      const change = decision.desired - situation.capacity;
      expect(Math.sign(change)).toBe(situation.direction === 'out' ? 1 : -1);
    }),
  );
});

test('at the proportional capacity the same load does not exceed the target', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      (capacity, metric) => {
        const desired = proportional(capacity, metric, 1500);
        expect((capacity * metric) / desired).toBeLessThanOrEqual(1500 * (1 + 1e-6));
      },
    ),
  );
});

test('a load exactly at the target needs exactly the capacity there is, thirds notwithstanding', () => {
  for (let capacity = 1; capacity <= 50; capacity++) {
    const target = 100 / 12;
    expect(proportional(capacity, target, target)).toBe(capacity);
  }
});
