import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceOverTime } from '../../src/analysis/difference-over-time.ts';
import { effectiveTrials } from '../../src/analysis/effective-trials.ts';

const seconds = (length: number, successes: (second: number) => number, trials = 100) =>
  Array.from({ length }, (_, second) => ({ successes: successes(second), trials }));

describe('effectiveTrials', () => {
  it('is the fewer the longer bad seconds last', () => {
    const [single, burst, stretch] = [
      seconds(240, (second) => (second % 24 === 0 ? 60 : 0)),
      seconds(240, (second) => (second % 60 < 5 ? 30 : 0)),
      seconds(240, (second) => (second % 120 < 20 ? 15 : 0)),
    ].map((load) => effectiveTrials(load, 0.99)) as [number, number, number];
    expect(single).toBeGreaterThan(burst);
    expect(burst).toBeGreaterThan(stretch);
    expect(stretch).toBeLessThan(240);
  });

  it('is all of them where nothing varies, and none where there are none', () => {
    expect(
      effectiveTrials(
        seconds(60, () => 0),
        0.99,
      ),
    ).toBe(6_000);
    expect(
      effectiveTrials(
        seconds(60, () => 100),
        0.99,
      ),
    ).toBe(6_000);
    expect(
      effectiveTrials(
        seconds(60, () => 0, 0),
        0.99,
      ),
    ).toBe(0);
  });

  it('is no more than the seconds where they are too few to be compared', () => {
    expect(
      effectiveTrials(
        seconds(5, (second) => second),
        0.99,
      ),
    ).toBe(5);
  });

  it('lies between nothing and all', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc
            .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }))
            .map(([one, other]) => ({
              successes: Math.min(one, other),
              trials: Math.max(one, other),
            })),
          { maxLength: 80 },
        ),
        fc.double({ min: 0.6, max: 0.999, noNaN: true }),
        (load, confidence) => {
          const all = load.reduce((sum, { trials }) => sum + trials, 0);
          const effective = effectiveTrials(load, confidence);
          expect(effective).toBeGreaterThanOrEqual(0);
          expect(effective).toBeLessThanOrEqual(all);
          if (all > 0) expect(effective).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('differenceOverTime', () => {
  const fine = seconds(120, () => 0);

  it('is sure of errors that are spread, and not of as many in one burst', () => {
    const spread = differenceOverTime(
      seconds(60, () => 5),
      fine,
    );
    const burst = differenceOverTime(
      seconds(60, (second) => (second < 3 ? 100 : 0)),
      fine,
    );
    expect(spread?.low).toBeGreaterThan(0.03);
    expect(burst?.difference).toBeCloseTo(spread!.difference, 9);
    expect(burst?.low).toBeLessThan(0);
  });

  it('is unknown without trials on one side', () => {
    expect(differenceOverTime([], fine)).toBeNull();
    expect(differenceOverTime(fine, [])).toBeNull();
  });
});
