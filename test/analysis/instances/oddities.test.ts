import { describe, expect, it } from 'vitest';
import type { CountedPeriod } from '../../../src/analysis/instances/counted-periods.ts';
import { type OddityKind, odditiesOf } from '../../../src/analysis/instances/oddities.ts';
import { shareTaken } from '../../../src/analysis/instances/share-taken.ts';
import { chanceOfAtLeast } from '../../../src/statistics/distributions.ts';
import { type Drawn, drawnPeriods } from './drawn-periods.ts';

function oddOf(periods: readonly CountedPeriod[]): Map<string, OddityKind[]> {
  const ids = [...periods[0]!.instances.keys()];
  const bounds = { instances: ids.length, minShare: 0.5, areAlike: true };
  return new Map(
    ids.flatMap((id) => {
      const own = ({ instances }: CountedPeriod) => instances.get(id)!.requests;
      const taken = shareTaken(periods, own, ({ requests }) => requests, 1 - 0.01 / ids.length);
      const looked = { id, sinceSeen: periods, sinceWarm: periods, taken };
      const kinds = odditiesOf(looked, bounds).map(({ kind }) => kind);
      return kinds.length === 0 ? [] : [[id, kinds]];
    }),
  );
}

const fleet = (changes: Partial<Drawn>) =>
  drawnPeriods({ seed: 1, instances: 3, periods: 10, requests: 200, ...changes });

describe('a healthy fleet', () => {
  // Stated: one run in a hundred names an instance by chance.
  it.each<[string, Partial<Drawn>]>([
    ['two instances', { instances: 2 }],
    ['five, a few requests each', { instances: 5, requests: 5, errorShare: 0.1 }],
    ['twenty', { instances: 20, periods: 6 }],
    ['whose share wanders, with errors everywhere', { instances: 8, spread: 0.4, errorShare: 0.2 }],
    ['of three periods, with errors', { instances: 4, periods: 3, errorShare: 0.05 }],
  ])('has no odd instance more often than stated: %s', (_, changes) => {
    const runs = 250;
    let alarms = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      if (oddOf(fleet({ ...changes, seed })).size > 0) alarms += 1;
    }
    expect(chanceOfAtLeast(alarms, runs, 0.01), `${alarms} alarms`).toBeGreaterThan(0.001);
  });
});

describe('the odd one', () => {
  it.each<[string, Partial<Drawn>, OddityKind]>([
    [
      'fails all of a dozen requests',
      { requests: 2, periods: 6, ofFirst: { errorShare: 1 } },
      'failing',
    ],
    [
      'fails 4 % while the others fail 1 %',
      { requests: 1_000, errorShare: 0.01, ofFirst: { errorShare: 0.04 } },
      'failing',
    ],
    ['is 1.5 times as slow', { ofFirst: { slower: 1.5 } }, 'slow'],
    ['is 3 times as slow, of a few requests', { requests: 10, ofFirst: { slower: 3 } }, 'slow'],
    ['gets a quarter', { ofFirst: { share: 0.25 } }, 'starved'],
    ['gets nothing', { periods: 3, ofFirst: { share: 0.000_1 } }, 'starved'],
  ])('%s', (_, changes, kind) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      expect([...oddOf(fleet({ ...changes, seed }))]).toEqual([['i-0', [kind]]]);
    }
  });

  it('is one that turned bad halfway', () => {
    const before = fleet({ requests: 100 });
    const after = fleet({ seed: 2, requests: 100, ofFirst: { errorShare: 0.5, slower: 2 } });
    const later = after.map((period) => ({
      ...period,
      startMs: period.startMs + 600_000,
      endMs: period.endMs + 600_000,
    }));
    expect([...oddOf([...before, ...later])]).toEqual([['i-0', ['failing', 'slow']]]);
  });

  it('is not one whose queue is worked off', () => {
    const periods = fleet({ periods: 9 }).map((period, at) => {
      const own = period.instances.get('i-0')!;
      const behind = { ...own, modelLatencyMs: own.modelLatencyMs! * (at < 6 ? 8 - at : 1) };
      return { ...period, instances: new Map([...period.instances, ['i-0', behind]]) };
    });
    expect(oddOf(periods).size).toBe(0);
  });

  it('is not one of a fleet that fails as a whole, whoever got most then', () => {
    const [calm, outage] = [
      fleet({ requests: 50, ofFirst: { share: 0.7 } }),
      fleet({ seed: 2, requests: 50, errorShare: 0.9, ofFirst: { share: 1.5, errorShare: 0.9 } }),
    ];
    const later = outage.map((period) => ({ ...period, startMs: period.startMs + 600_000 }));
    expect(oddOf([...calm, ...later]).size).toBe(0);
  });
});
