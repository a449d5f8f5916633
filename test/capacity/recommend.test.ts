import { describe, expect, test } from 'vitest';
import { factsOf } from '../../src/capacity/recommend/facts.ts';
import { recommend } from '../../src/capacity/recommend/recommend.ts';
import { CannotTellError } from '../../src/input/cannot-tell-error.ts';
import { palette } from '../../src/report/palette.ts';
import { renderRecommendation } from '../../src/report/recommendation-terminal.ts';
import { CAPACITY, FACTS, LAG, OPTIONS } from './facts.ts';

/** Published: "Load testing your auto scaling configuration", Amazon SageMaker Developer Guide. */
test("without a measured lag it is AWS's own formula: 20 RPS x 0.5 x 60 = 600", () => {
  const capacity = { ...FACTS.capacity, eachRps: 20, low: 20, high: 20 };
  const found = recommend({ ...FACTS, capacity, lag: null }, { ...OPTIONS, peakRps: 100 });
  expect(found.policy.targetValue).toBe(600);
  expect(found.safetyFactor).toEqual({ value: 0.5, isMeasured: false });
  expect(found.policy).toMatchObject({ scaleOutCooldownSeconds: 300, scaleInCooldownSeconds: 300 });
  expect(text(found)).toContain('no lag was measured');
});

describe('with a measured lag', () => {
  test('the safety factor is what the growth during it leaves', () => {
    // 300/s in an hour: 45/s in 540 s, of 118.
    const found = recommend(FACTS, OPTIONS);
    expect(found.safetyFactor.value).toBeCloseTo(1 - 45 / 118, 8);
    // 118 x 0.6186 x 60 = 4,380, rounded down.
    expect(found.policy.targetValue).toBe(4_300);
    expect(found.policy.minCapacity).toBe(1);
    // 310 x 60 / 4,300 = 4.3.
    expect(found.policy.maxCapacity).toBe(5);
    expect(found.canFollow).toBe(true);
  });

  test('a flat 0.5 is too high for a fast load, and too low for a slow one', () => {
    const fast = recommend(FACTS, { ...OPTIONS, growthPerMinute: 8 });
    const slow = recommend(FACTS, { ...OPTIONS, growthPerMinute: 0.5 });
    const half = 0.5 * 118 * 60;
    // 8/s a minute are 72 in 540 s: on one instance only 0.39 is left, so two are kept.
    expect(fast.policy.minCapacity).toBe(2);
    expect(fast.choices.find(({ minCapacity }) => minCapacity === 1)!.targetPerMinute).toBeLessThan(
      half,
    );
    expect(slow.policy.minCapacity).toBe(1);
    expect(slow.policy.targetValue).toBeGreaterThan(half);
    expect(slow.safetyFactor.value).toBe(0.9);
  });

  test('at the target, what comes until help does is no more than what is carried', () => {
    for (const growthPerMinute of [0.1, 1, 3, 6, 10, 20]) {
      const { policy, canFollow } = recommend(FACTS, {
        ...OPTIONS,
        growthPerMinute,
        peakRps: 2_000,
      });
      if (!canFollow) continue;
      const atTarget = (policy.minCapacity * policy.targetValue) / 60;
      const then = atTarget + (growthPerMinute * LAG.totalSeconds) / 60;
      expect(then).toBeLessThanOrEqual(policy.minCapacity * 118);
    }
  });

  test('the lower end of what an instance carries counts, and the range is said', () => {
    const wide = { ...FACTS.capacity, low: 100, high: 140 };
    const found = recommend({ ...FACTS, capacity: wide }, { ...OPTIONS, growthPerMinute: 0.1 });
    expect(found.policy.targetValue).toBe(5_400);
    expect(found.targetRange).toEqual({ low: 5_400, high: 7_500 });
  });

  test('the scale-out cooldown lets metrics show the new instances, scale-in waits out the lag', () => {
    const { policy } = recommend(FACTS, OPTIONS);
    expect(policy).toMatchObject({ scaleOutCooldownSeconds: 150, scaleInCooldownSeconds: 540 });
  });

  test('a load that no policy follows is said to be one, with a scheduled action', () => {
    const found = recommend(FACTS, { ...OPTIONS, growthPerMinute: 100, peakRps: 300 });
    expect(found.canFollow).toBe(false);
    expect(found.safetyFactor.isMeasured).toBe(false);
    const [scheduled] = found.alternatives.filter(({ kind }) => kind === 'scheduled-action');
    // 300 / (0.9 x 118) = 2.8.
    expect(scheduled!.message).toContain('sets the minimum to 3 at least 300 s before');
    expect(text(found)).toContain('No policy can follow this load');
  });

  test('the metric of 10 s is named with what it gains, and its target', () => {
    const found = recommend(FACTS, OPTIONS);
    const faster = found.alternatives.find(({ kind }) => kind === 'high-resolution')!;
    // A lag of 540 - 240 + 40 s: 28.3/s more instead of 45; 6 x (1 - 28.3 / 118) = 4.5.
    expect(faster.message).toContain('in about 40 s instead of 240 s');
    expect(faster.policy).toMatchObject({
      metric: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
      targetValue: 4.5,
    });
  });

  test('where detection is fast already, no faster metric is named', () => {
    const lag = { ...LAG, detectionSeconds: 50, totalSeconds: 350 };
    expect(recommend({ ...FACTS, lag }, OPTIONS).alternatives).toEqual([]);
  });
});

describe('minimum and maximum', () => {
  test.each([
    // base, survive one lost, minimum: 118/s each, target 106/s (0.9)
    [null, false, 1],
    [null, true, 2],
    [100, false, 1],
    [110, false, 2],
    [118, true, 2],
    [119, true, 3],
    [400, false, 4],
    [400, true, 5],
  ])('base %s, one to lose %s: %d', (baseRps, surviveOne, minimum) => {
    const options = { ...OPTIONS, growthPerMinute: 0.01, baseRps, surviveOne, peakRps: 1_000 };
    expect(recommend(FACTS, options).policy.minCapacity).toBe(minimum);
  });

  test('the peak is carried at the target', () => {
    for (const peakRps of [50, 106, 107, 999, 5_000]) {
      const { policy } = recommend(FACTS, { ...OPTIONS, growthPerMinute: 0.1, peakRps });
      expect((policy.maxCapacity * policy.targetValue) / 60).toBeGreaterThanOrEqual(peakRps);
      expect(((policy.maxCapacity - 1) * policy.targetValue) / 60).toBeLessThan(peakRps);
    }
  });

  test('without a peak there is no maximum to name', () => {
    const call = () => recommend({ ...FACTS, plan: null }, OPTIONS);
    expect(call).toThrow(CannotTellError);
    expect(call).toThrow(/--peak RPS/);
  });
});

describe('what a capacity test says', () => {
  test('is per instance, with its interval', () => {
    const test = { ...CAPACITY, unit: { kind: 'instances' as const, count: 2 } };
    const { capacity } = factsOf(
      [{ ...test, maxRps: 240, perUnitRps: 120, interval: { low: 240, high: 250 } }],
      [],
    );
    expect(capacity).toMatchObject({ eachRps: 120, low: 120, high: 125 });
  });

  test('the last of several that found something counts', () => {
    const older = { ...CAPACITY, runId: 'cap-0', perUnitRps: 90 };
    const failed = { ...CAPACITY, runId: 'cap-2', state: 'inconclusive' as const };
    expect(factsOf([older, CAPACITY, failed], []).capacity.eachRps).toBe(118);
  });

  test('where the highest rate was still carried, no upper end is claimed', () => {
    const { capacity } = factsOf([{ ...CAPACITY, state: 'at-least' }], []);
    expect(capacity.high).toBeNull();
    const found = recommend({ ...FACTS, capacity }, OPTIONS);
    expect(found.targetRange.high).toBeNull();
    expect(text(found)).toContain('an instance may carry more');
  });

  test.each(['none', 'inconclusive'] as const)('%s: no target follows', (state) => {
    const call = () => factsOf([{ ...CAPACITY, state, maxRps: null, perUnitRps: null }], []);
    expect(call).toThrow(CannotTellError);
    expect(call).toThrow(/no target follows from it; find it with `npx scaleproof capacity/);
  });

  test('concurrency is no instance', () => {
    const unit = { kind: 'concurrency' as const, count: 10 };
    expect(() => factsOf([{ ...CAPACITY, unit }], [])).toThrow(/counts in concurrency/);
  });
});

test('the text fits 80 columns', () => {
  for (const options of [{ growthPerMinute: 100, peakRps: 300 }, { growthPerMinute: 8 }]) {
    const found = recommend(FACTS, { ...OPTIONS, ...options });
    for (const line of renderRecommendation(found, 80, palette(false)).split('\n'))
      expect(line.length).toBeLessThanOrEqual(80);
  }
});

function text(found: ReturnType<typeof recommend>): string {
  return renderRecommendation(found, 80, palette(false)).replaceAll(/\n +/g, ' ');
}
