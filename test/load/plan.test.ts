import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildPlan, buildShare } from '../../src/load/plan.ts';
import type { Phase } from '../../src/scenario/schema.ts';

function phase(durationSeconds: number, startRps: number, endRps = startRps): Phase {
  return { name: 'phase', durationSeconds, startRps, endRps };
}

describe('the number of requests is the integral of the rate', () => {
  test.each([
    ['constant', [phase(10, 100)], 1_000],
    ['ramp', [phase(60, 10, 1_000)], 30_300],
    ['ramp down to nothing', [phase(10, 100, 0)], 500],
    ['fractional rate', [phase(10, 0.25)], 3],
    ['fractional rate, whole total', [phase(8, 2.5)], 20],
    ['pause', [phase(10, 0)], 0],
    ['ramp, pause, hold', [phase(10, 0, 10), phase(5, 0), phase(10, 10)], 150],
    [
      'three fractional phases that add up to a whole',
      [phase(1, 0.1), phase(1, 0.2), phase(1, 0.7)],
      1,
    ],
    ['nothing', [], 0],
  ])('%s', (_name, phases, count) => {
    expect(buildPlan(phases).count).toBe(count);
  });
});

describe('intended times', () => {
  test('a constant rate is evenly spaced, from time zero', () => {
    const plan = buildPlan([phase(2, 4)]);
    expect(times(plan)).toEqual([0, 250, 500, 750, 1_000, 1_250, 1_500, 1_750]);
  });

  test('a ramp from zero follows the square root', () => {
    // N(t) = t²/2 at 1 request/s², so request k leaves at √(2k).
    const plan = buildPlan([phase(4, 0, 4)]);
    expect(times(plan)).toEqual(
      [0, 2, 4, 6, 8, 10, 12, 14].map((n) => expect.closeTo(Math.sqrt(n) * 1_000, 6)),
    );
  });

  test('a pause delays the next request until it ends', () => {
    expect(times(buildPlan([phase(1, 2), phase(3, 0), phase(1, 2)]))).toEqual([
      0, 500, 4_000, 4_500,
    ]);
  });

  test('does not drift: after ten hours the last request is on time', () => {
    const plan = buildPlan([phase(36_000, 7)]);
    expect(plan.count).toBe(252_000);
    expect(plan.intendedMs(251_999)).toBeCloseTo((251_999 / 7) * 1_000, 4);
  });

  test('rejects a request outside the plan', () => {
    expect(() => buildPlan([phase(1, 1)]).intendedMs(1)).toThrow('request 1 is not in 0..0');
  });
});

const rate = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 2_000, noNaN: true }));
const phases = fc.array(
  fc.record({
    name: fc.constant('phase'),
    durationSeconds: fc.integer({ min: 1, max: 20 }),
    startRps: rate,
    endRps: rate,
  }),
  { minLength: 1, maxLength: 5 },
);

describe('whatever the phases', () => {
  test('times never decrease and stay within the plan', () => {
    fc.assert(
      fc.property(phases, (all) => {
        const plan = buildPlan(all);
        let before = 0;
        for (let index = 0; index < plan.count; index += 1) {
          const at = plan.intendedMs(index);
          expect(at).toBeGreaterThanOrEqual(before);
          before = at;
        }
        expect(before).toBeLessThanOrEqual(plan.durationMs + 1e-6);
      }),
      { numRuns: 60 },
    );
  });

  test('every request is due in exactly one second', () => {
    fc.assert(
      fc.property(phases, (all) => {
        const plan = buildPlan(all);
        let planned = 0;
        for (let second = 0; second * 1_000 < plan.durationMs; second += 1) {
          planned += plan.dueBefore((second + 1) * 1_000) - plan.dueBefore(second * 1_000);
        }
        expect(planned).toBe(plan.count);
      }),
      { numRuns: 200 },
    );
  });

  test("n workers' plans, each with 1/n of every rate, interleave to one worker's plan", () => {
    fc.assert(
      fc.property(phases, fc.integer({ min: 1, max: 7 }), (all, workers) => {
        const whole = buildPlan(all);
        const plans = Array.from({ length: workers }, (_, index) =>
          buildShare(all, index + 1, workers),
        );
        expect(plans.reduce((sum, plan) => sum + plan.count, 0)).toBe(whole.count);
        const step = Math.max(1, Math.floor(whole.count / 50));
        for (let index = 0; index < whole.count; index += step) {
          const mine = plans[index % workers]!.intendedMs(Math.floor(index / workers));
          expect(mine).toBeCloseTo(whole.intendedMs(index), 2);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function times(plan: ReturnType<typeof buildPlan>): number[] {
  return Array.from({ length: plan.count }, (_, index) => plan.intendedMs(index));
}
