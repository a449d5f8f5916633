import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bracketOf, type SearchedStep } from '../../src/capacity/bracket.ts';
import {
  fallingLoad,
  nextLoad,
  type SearchSettings,
  worstCase,
} from '../../src/capacity/search.ts';

const SETTINGS: SearchSettings = {
  fromRps: 100,
  upToRps: 8_000,
  precision: 0.05,
  length: { risingSeconds: 10, refiningSeconds: 16, mostSeconds: 120, requests: 3_000 },
};

type Outcome = Pick<SearchedStep, 'outcome' | 'reason' | 'answeredRps'>;

/** Carries out the search on something that answers at once. */
function search(settings: SearchSettings, answer: (rps: number, times: number) => Outcome) {
  const steps: SearchedStep[] = [];
  for (let loads = 0; loads < 200; loads += 1) {
    const next = nextLoad(settings, steps);
    if (next.kind === 'done') return { why: next.why, steps, loads };
    for (const { purpose, targetRps } of next.steps) {
      const step = { purpose, targetRps, ...answer(targetRps, steps.length) };
      steps.push(step);
      if (step.outcome === 'missed' || step.outcome === 'void') break;
    }
  }
  throw new Error('the search does not end');
}

const met = (rps: number): Outcome => ({ outcome: 'met', reason: 'ok', answeredRps: rps });
const missed = (answeredRps: number): Outcome => ({
  outcome: 'missed',
  reason: 'not-steady',
  answeredRps,
});
const open = (rps: number): Outcome => ({ outcome: 'open', reason: 'too-few', answeredRps: rps });

/** As a fleet behind a queue: what it cannot answer waits. */
const saturating = (capacity: number) => (rps: number) =>
  rps <= capacity ? met(rps) : missed(capacity);

describe('the search for what an endpoint carries', () => {
  test('takes two loads where an overloaded endpoint answers what it carries', () => {
    const { why, steps, loads } = search(SETTINGS, saturating(940));
    expect(why).toBe('found');
    expect(loads).toBe(2);
    expect(steps.map(({ targetRps }) => Math.round(targetRps))).toEqual([
      100, 200, 400, 800, 1_600, 920, 960,
    ]);
  });

  test('finds it also where an overloaded endpoint collapses', () => {
    const { why, steps } = search(SETTINGS, (rps) => (rps <= 940 ? met(rps) : missed(120)));
    const { low, high } = bracketOf(steps);
    expect(why).toBe('found');
    expect(low).toBeLessThanOrEqual(940);
    expect(high).toBeGreaterThan(940);
    expect(steps.length).toBeLessThanOrEqual(14);
  });

  test('says that the highest rate was carried, and tries none above it', () => {
    const { why, steps } = search({ ...SETTINGS, upToRps: 700 }, met);
    expect(why).toBe('at-limit');
    expect(steps.map(({ targetRps }) => targetRps)).toEqual([100, 200, 400, 700]);
  });

  test('gives up where hardly anything is carried', () => {
    const { why, steps } = search(SETTINGS, () => missed(0));
    expect(why).toBe('none');
    expect(Math.min(...steps.map(({ targetRps }) => targetRps))).toBeGreaterThanOrEqual(
      SETTINGS.fromRps / 33,
    );
  });

  test('looks below the first rate where that is missed', () => {
    const { why, steps } = search(SETTINGS, saturating(37));
    expect(why).toBe('found');
    expect(bracketOf(steps).low).toBeGreaterThan(37 * 0.95);
  });

  test('repeats, longer each time, a step that was too short to tell, and then counts it as not carried', () => {
    const steps: SearchedStep[] = [
      { purpose: 'rising', targetRps: 800, ...met(800) },
      { purpose: 'rising', targetRps: 1_600, ...missed(940) },
      { purpose: 'refining', targetRps: 920, ...open(920) },
    ];
    const seconds = () => {
      const next = nextLoad(SETTINGS, steps);
      if (next.kind === 'done') throw new Error(next.why);
      expect(next.steps[0]!.targetRps).toBe(920);
      return next.steps[0]!.seconds;
    };
    expect(seconds()).toBe(32);
    steps.push({ purpose: 'refining', targetRps: 920, ...open(920) });
    expect(seconds()).toBe(64);
    steps.push({ purpose: 'refining', targetRps: 920, ...open(920) });
    expect(bracketOf(steps)).toEqual({ low: 800, high: 920 });
  });

  test('is not bounded by what stayed open where nothing above it was missed', () => {
    const { why, steps } = search({ ...SETTINGS, upToRps: 800 }, (rps) =>
      rps < 300 ? met(rps) : open(rps),
    );
    expect(why).toBe('exhausted');
    expect(bracketOf(steps)).toEqual({ low: 200, high: null });
    expect(Math.max(...steps.map(({ targetRps }) => targetRps))).toBe(800);
  });

  test('goes on upward past rates that were too few to tell', () => {
    const { why, steps } = search(SETTINGS, (rps) =>
      rps < 500 ? open(rps) : saturating(940)(rps),
    );
    expect(why).toBe('found');
    expect(bracketOf(steps).low).toBeGreaterThan(900);
  });

  test('stops at once when the count changed, and sends again once what was not sent', () => {
    const gone = { outcome: 'void', reason: 'count-changed', answeredRps: 1 } as const;
    expect(search(SETTINGS, (rps) => (rps < 300 ? met(rps) : gone))).toMatchObject({
      why: 'void',
      loads: 1,
    });
    const late = { outcome: 'void', reason: 'generator-late', answeredRps: 1 } as const;
    expect(search(SETTINGS, (rps) => (rps < 300 ? met(rps) : late))).toMatchObject({
      why: 'void',
      loads: 2,
    });
    const { why } = search(SETTINGS, (rps, index) => (index === 2 ? late : saturating(940)(rps)));
    expect(why).toBe('found');
  });

  test('takes back a miss that a higher rate contradicts', () => {
    const { why, steps } = search(SETTINGS, (rps, index) =>
      index === 2 ? missed(rps * 0.99) : saturating(940)(rps),
    );
    expect(why).toBe('found');
    expect(bracketOf(steps).low).toBeGreaterThan(900);
  });

  test('ends whatever comes back, never leaves its limits, and only ever narrows a bracket', () => {
    const outcome = fc.oneof(
      fc.record({ outcome: fc.constant('met' as const), reason: fc.constant('ok') }),
      fc.record({
        outcome: fc.constant('missed' as const),
        reason: fc.constantFrom('errors', 'latency', 'not-steady'),
      }),
      fc.record({
        outcome: fc.constant('open' as const),
        reason: fc.constantFrom('too-few', 'latency'),
      }),
      fc.record({
        outcome: fc.constant('void' as const),
        reason: fc.constantFrom('generator-late', 'not-sent'),
      }),
    );
    const rates = fc.tuple(
      fc.double({ min: 0.1, max: 1_000, noNaN: true }),
      fc.double({ min: 1, max: 100, noNaN: true }),
    );
    fc.assert(
      fc.property(
        rates,
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        fc.infiniteStream(fc.tuple(outcome, fc.double({ min: 0, max: 1.1, noNaN: true }))),
        ([fromRps, times], precision, answers) => {
          const settings = { ...SETTINGS, fromRps, upToRps: fromRps * times, precision };
          const { steps } = search(settings, (rps) => {
            const [told, share] = answers.next().value!;
            return { ...told, answeredRps: rps * share };
          });
          for (const { targetRps } of steps) {
            expect(targetRps).toBeLessThanOrEqual(settings.upToRps * (1 + 1e-9));
            expect(targetRps).toBeGreaterThan(0);
          }
          const { low, high } = bracketOf(steps);
          if (low !== null && high !== null) expect(low).toBeLessThan(high);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('finds any capacity that answers truthfully to within the precision', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 20, max: 7_900, noNaN: true }),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        fc.constantFrom(0.02, 0.05, 0.1),
        (capacity, keeps, precision) => {
          const { why, steps } = search({ ...SETTINGS, precision }, (rps) =>
            rps <= capacity ? met(rps) : missed(capacity * keeps),
          );
          expect(why).toBe('found');
          const { low, high } = bracketOf(steps);
          expect(low).toBeLessThanOrEqual(capacity);
          expect(high).toBeGreaterThan(capacity);
          expect((high! - low!) / high!).toBeLessThanOrEqual(precision * 1.000001);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('comes down from more than was missed, and never from more than is allowed', () => {
    const [overload, ...falling] = fallingLoad(SETTINGS, { low: 920, high: 960 });
    expect(overload).toEqual({ purpose: 'overload', targetRps: 1_152, seconds: 10 });
    expect(falling.map(({ targetRps }) => Math.round(targetRps))).toEqual([920, 736, 552, 368]);
    const [most] = fallingLoad({ ...SETTINGS, upToRps: 1_000 }, { low: 920, high: 960 });
    expect(most!.targetRps).toBe(1_000);
  });

  test('names as its worst case more than a usual search sends', () => {
    const requests = (steps: readonly { targetRps: number; seconds: number }[]) =>
      steps.reduce((sum, { targetRps, seconds }) => sum + targetRps * seconds, 0);
    const worst = worstCase(SETTINGS);
    expect(Math.max(...worst.map(({ targetRps }) => targetRps))).toBe(SETTINGS.upToRps);
    expect(requests(worst)).toBeGreaterThan(8_000 * 16 * 6);
  });
});
