import { describe, expect, it, test } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import type { Carried } from '../../src/analysis/carried-by-count.ts';
import { instancesNeeded } from '../../src/analysis/instances-needed.ts';
import { raiseMaximum } from '../../src/verdict/raise-maximum.ts';
import { syntheticRun } from '../verdict/synthetic-run.ts';

/** At 1,000 requests/s, answered within a few ms. */
const { evidence } = analyse(syntheticRun());
const BOUND = { percentile: 99, maxMs: 400, maxErrorShare: 0.01 };

const carried = (instances: number, rps: number | null, more: Partial<Carried> = {}): Carried => ({
  instances,
  perInstanceRps: rps,
  limit: null,
  missedAtRps: null,
  seconds: 20,
  answers: 20 * (rps ?? 0) * instances,
  ...more,
});
const needed = (
  rows: readonly Carried[],
  targetRps: number | null = null,
  bound: Parameters<typeof instancesNeeded>[2] = BOUND,
) => instancesNeeded(evidence.seconds, rows, bound, targetRps);

describe('how many instances the peak needs', () => {
  const limit = 'overload' as const;
  test.each([
    [
      'as many as carry it at 90 %',
      [carried(1, 300, { limit })],
      null,
      { toCarry: 4, instances: 4 },
    ],
    ['exactly as many, not one more', [carried(1, 1_000 / 2.7, { limit })], null, { instances: 3 }],
    [
      'as many as the policy asks for',
      [carried(1, 600, { limit })],
      250,
      { toCarry: 2, instances: 4 },
    ],
    [
      'the limit of most instances',
      [carried(1, 600, { limit }), carried(2, 500, { limit })],
      null,
      { instances: 3 },
    ],
    [
      'what the policy asks for, where each then carries less than was seen',
      [carried(1, 500)],
      400,
      { toCarry: null, instances: 3 },
    ],
    [
      'no limit seen',
      [carried(1, 300)],
      400,
      { instances: null, unknownBecause: 'limit-not-seen' },
    ],
    [
      'never low enough',
      [carried(2, null, { limit })],
      null,
      { unknownBecause: 'missed-at-every-rate' },
    ],
    ['throttled', [carried(1, 300, { limit: 'throttles' })], 100, { unknownBecause: 'throttled' }],
    [
      'each carries less with more',
      [carried(1, 300), carried(3, 200, { limit })],
      250,
      { instances: null, unknownBecause: 'not-instances' },
    ],
    [
      'never low enough with more',
      [carried(1, 300), carried(3, null, { limit, missedAtRps: 150 })],
      250,
      { unknownBecause: 'not-instances' },
    ],
  ])('%s', (_, rows, targetRps, expected) => {
    expect(needed(rows, targetRps)).toMatchObject({
      peakRps: 1_000,
      utilization: 0.9,
      ...expected,
    });
  });

  it('cannot tell where the bound leaves an instance hardly a request of slack', () => {
    const rows = [carried(1, 300, { limit })];
    expect(needed(rows, null, { ...BOUND, maxMs: 12 })?.unknownBecause).toBe('bound-too-close');
    const none = { percentile: null, maxMs: null, maxErrorShare: 0.01 };
    expect(needed(rows, null, none)?.unknownBecause).toBeNull();
  });
});

test('words give the arithmetic, or say what the run cannot tell', () => {
  const analysis = analyse(syntheticRun());
  const words = (rows: readonly Carried[], targetRps: number | null = null) =>
    raiseMaximum(
      {
        ...analysis,
        capacity: {
          bound: BOUND,
          instanceType: null,
          byInstances: rows,
          needed: needed(rows, targetRps),
        },
      },
      1,
    );
  const limit = 'overload' as const;
  expect([
    words([carried(1, 300, { limit })]),
    words([carried(1, 600, { limit })], 250),
    words([carried(1, 300, { limit })], 500),
    words([carried(1, 1_000)], 400),
    words([carried(1, 300)]),
    words([carried(1, null, { limit, missedAtRps: 700 })]),
    words([carried(1, 300, { limit: 'throttles' })]),
    words([carried(1, 300), carried(3, 200, { limit })]),
    words([carried(1, 2_000, { limit })]),
  ]).toMatchInlineSnapshot(`
    [
      "Raise the maximum capacity to 4: 1,000 requests/s at the peak / 300 requests/s that an instance carried at its limit / 90 % utilization.",
      "Raise the maximum capacity to 4: the policy asks for that many at the peak. To carry it takes 2: 1,000 requests/s at the peak / 600 requests/s that an instance carried at its limit / 90 % utilization.",
      "Raise the maximum capacity to 4: 1,000 requests/s at the peak / 300 requests/s that an instance carried at its limit / 90 % utilization. The policy asks for only 2, so lower its target to 15,000 requests per minute and instance, or less.",
      "Raise the maximum capacity to 3: the policy asks for that many at the peak of 1,000 requests/s. They carry it, since an instance carried at least 1,000 requests/s.",
      "Raise the maximum capacity, but this run cannot tell to how many: no instance reached its limit; each carried at least 300 requests/s.",
      "Raise the maximum capacity, but this run cannot tell to how many: the bound was missed at every rate tried, from 700 requests/s per instance on. Begin with a lower rate, then run again.",
      "Raising the maximum capacity may not help: requests were throttled before they reached an instance. Raise that limit, then run again.",
      "Raising the maximum capacity may not help: with 3 instances each carried 200 requests/s, with fewer 300 requests/s. Look for what they share, such as a database or the function in front of them.",
      "Raise the maximum capacity, although the planned peak of 1,000 requests/s needs no more than 1 instance.",
    ]
  `);
});
