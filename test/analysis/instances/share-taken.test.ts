import { describe, expect, it } from 'vitest';
import type { CountedPeriod } from '../../../src/analysis/instances/counted-periods.ts';
import { requestsToTell, shareTaken } from '../../../src/analysis/instances/share-taken.ts';
import { chanceOfAtLeast } from '../../../src/statistics/distributions.ts';
import { type Drawn, drawnPeriods } from './drawn-periods.ts';

const ofFirst = (periods: readonly CountedPeriod[], confidence = 0.99) =>
  shareTaken(
    periods,
    ({ instances }) => instances.get('i-0')?.requests ?? 0,
    ({ requests }) => requests,
    confidence,
  );
const drawn = (changes: Partial<Drawn>) =>
  drawnPeriods({ seed: 1, instances: 3, periods: 10, requests: 500, ...changes });

describe('the share that an instance took', () => {
  it('is 1 of an even split, and an interval around it', () => {
    const taken = ofFirst(drawn({}))!;
    expect(taken.low).toBeLessThan(1);
    expect(taken.high).toBeGreaterThan(1);
    expect(taken.high - taken.low).toBeLessThan(0.2);
  });

  it('is not told from one period, however many requests it has', () => {
    expect(ofFirst(drawn({ periods: 1, requests: 100_000 }))).toBeNull();
  });

  it('is wider where periods differ by more than chance', () => {
    const width = (spread: number) => {
      const { low, high } = ofFirst(drawn({ spread }))!;
      return high - low;
    };
    expect(width(0.6)).toBeGreaterThan(3 * width(0));
  });

  // The stated confidence is 95 %; chance makes 1,000 intervals miss up to 75 times (p = 0.0005).
  it.each<[string, Partial<Drawn>]>([
    ['of random routing', {}],
    ['of two periods', { periods: 2 }],
    ['of few requests', { requests: 6, periods: 4 }],
    ['that wanders', { spread: 0.3 }],
    ['that wanders, of three periods', { spread: 0.3, periods: 3 }],
    ['of a starved instance', { ofFirst: { share: 0.3 }, instances: 5 }],
  ])('lies in its interval as often as stated: %s', (_, changes) => {
    const runs = 1_000;
    const share = changes.ofFirst?.share ?? 1;
    const instances = changes.instances ?? 3;
    const truth = (share * instances) / (instances - 1 + share);
    let missed = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      const { low, high } = ofFirst(drawn({ ...changes, seed }), 0.95)!;
      if (truth < low || truth > high) missed += 1;
    }
    expect(chanceOfAtLeast(missed, runs, 0.05), `${missed} missed`).toBeGreaterThan(0.0005);
  });
});

describe('requests that would tell', () => {
  it('are as many as do', () => {
    const taken = ofFirst(drawn({ requests: 12, periods: 4, ofFirst: { share: 0.8 } }))!;
    expect(taken.low).toBeLessThan(0.5);
    const more = requestsToTell(taken, 0.5)!;
    const times = (taken.fleetRequests + more) / taken.fleetRequests;
    const longer = ofFirst(
      drawn({ requests: 12, periods: Math.ceil(4 * times), ofFirst: { share: 0.8 } }),
    )!;
    expect(longer.low).toBeGreaterThan(0.5);
  });

  it('are none where no number does', () => {
    const taken = { ...ofFirst(drawn({}))! };
    expect(requestsToTell(taken, taken.ofEven)).toBeNull();
  });
});
