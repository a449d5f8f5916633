import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastingExcess } from '../../src/analysis/lasting-excess.ts';

interface Second {
  readonly bad: number;
  readonly all: number;
}

const counted = ({ bad, all }: Second) => ({ successes: bad, trials: all });
const seconds = (length: number, bad: (second: number) => number): Second[] =>
  Array.from({ length }, (_, second) => ({ bad: bad(second), all: 100 }));
const excess = (later: Second[], earlier: Second[]) => lastingExcess(later, earlier, 20, counted);

const BEFORE = seconds(200, () => 1);

describe('lastingExcess', () => {
  it('is the difference of the shares where it began at once and stayed', () => {
    const found = excess(
      seconds(300, () => 11),
      BEFORE,
    );
    expect(found).toMatchObject({ share: 0.11, shareBefore: 0.01 });
    expect(found!.low).toBeGreaterThan(0.09);
    expect(found!.high).toBeLessThan(0.11);
  });

  it.each<[string, (second: number) => number]>([
    ['nothing changed', () => 1],
    ['it became less', () => 0],
    ['it began later', (second) => (second < 40 ? 1 : 20)],
    ['it was a burst at the start', (second) => (second < 40 ? 50 : 1)],
    ['it was a burst in the middle', (second) => (second >= 140 && second < 160 ? 100 : 1)],
    ['it faded away', (second) => (second < 190 ? 20 : 1)],
  ])('is nothing when %s', (_what, bad) => {
    expect(excess(seconds(300, bad), BEFORE)).toBeNull();
  });

  it.each<[string, Second[], Second[]]>([
    ['no time before', seconds(300, () => 11), []],
    ['no time since', [], BEFORE],
    ['nothing that ended', seconds(300, () => 0).map(() => ({ bad: 0, all: 0 })), BEFORE],
  ])('is nothing with %s', (_what, later, earlier) => {
    expect(excess(later, earlier)).toBeNull();
  });

  it('never finds more than there is', () => {
    const counts = fc.array(
      fc.integer({ min: 0, max: 50 }).map((bad) => ({ bad, all: 50 })),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(counts, counts, (later, earlier) => {
        const found = excess(later, earlier);
        if (found === null) return;
        expect(found.low).toBeGreaterThan(0);
        expect(found.low).toBeLessThanOrEqual(found.share - found.shareBefore);
        expect(found.high).toBeGreaterThanOrEqual(found.share - found.shareBefore);
      }),
    );
  });
});
