import { describe, expect, it } from 'vitest';
import { type JudgedNights, judgeNights } from '../../../src/history/nights/judge-nights.ts';
import type { Night, NightOptions } from '../../../src/history/nights/options.ts';
import { madeUpNights } from './made-up-nights.ts';

const LOWER: NightOptions = { better: 'lower' };
/** 0.5 % about 100, without chance. */
const quiet = (nights: number, from = 0) =>
  Array.from(
    { length: nights },
    (_, index) => 100 + [0, 0.5, -0.5, 0.2, -0.3][(index + from) % 5]!,
  );
const bad = (nights: number) => quiet(nights).map((value) => value * 1.1);
const stateOf = (series: readonly Night[], options = LOWER) => judgeNights(series, options).state;
const judged = (series: readonly Night[], options = LOWER) =>
  judgeNights(series, options) as JudgedNights;

describe('too few nights', () => {
  it.each([0, 1, 5])('%d nights are insufficient history, whatever they hold', (nights) => {
    expect(judgeNights(quiet(nights), LOWER)).toEqual({
      state: 'insufficient-history',
      newest: nights === 0 ? null : nights - 1,
      nights,
      nightsNeeded: 6,
    });
  });

  it('nights that could not tell do not count', () => {
    expect(judgeNights([...quiet(5), null, [], null], LOWER)).toMatchObject({
      state: 'insufficient-history',
      nights: 5,
      newest: 4,
    });
  });
});

describe.each([
  ['band', 10],
  ['change-points', 60],
] as const)('by %s', (method, before) => {
  it('an ordinary night is steady, and the range of ordinary nights is told', () => {
    const result = judged(quiet(before));
    expect(result).toMatchObject({ state: 'steady', method, newest: before - 1, change: null });
    expect(result.normal.median).toBeCloseTo(100, 0);
    expect(result.normal.low).toBeLessThan(98);
    expect(result.normal.low).toBeGreaterThan(92);
    expect(result.normal.high - 100).toBeCloseTo(100 - result.normal.low, 0);
  });

  it('one bad night is in doubt', () => {
    expect(judged([...quiet(before), ...bad(1)])).toMatchObject({
      state: 'in-doubt',
      change: { firstIndex: before, lastGoodIndex: before - 1, nights: 1 },
    });
  });

  it('a second bad night confirms it, and stays', () => {
    for (const nights of [2, 3, 5, 9]) {
      const result = judged([...quiet(before), ...bad(nights)]);
      expect(result).toMatchObject({
        state: 'regression',
        change: { firstIndex: before, lastGoodIndex: before - 1, nights },
        turns: [{ index: before, to: 'worse' }],
      });
      expect(result.change!.relativeSize).toBeCloseTo(0.1, 1);
      expect(result.change!.pValue).toBeLessThan(0.001);
    }
  });

  it('a second attempt of the same night confirms or settles it', () => {
    expect(stateOf([...quiet(before), [110, 111]])).toBe('regression');
    expect(stateOf([...quiet(before), [110, 100.1]])).toBe('steady');
  });

  it('two nights outside on different sides confirm nothing', () => {
    expect(stateOf([...quiet(before), 110, 90])).toBe('steady');
    expect(stateOf([...quiet(before), 90, 110])).toBe('in-doubt');
  });

  it('one outlier among ordinary nights is forgotten', () => {
    expect(stateOf([...quiet(before), 140, ...quiet(1)])).toBe('steady');
    expect(stateOf([...quiet(before), 140, ...quiet(4)])).toBe('steady');
  });

  it('the direction is that of the metric', () => {
    const series = [...quiet(before), ...bad(2)];
    expect(stateOf(series, { better: 'higher' })).toBe('improvement');
    expect(stateOf(series.map((value) => -value))).toBe('improvement');
  });

  it('a better night alone is no doubt', () => {
    expect(stateOf([...quiet(before), 90])).toBe('steady');
  });

  it('ends when two nights are as before', () => {
    const series = [...quiet(before), ...bad(5)];
    expect(stateOf([...series, ...quiet(1)])).toBe('regression');
    expect(judged([...series, ...quiet(6)])).toMatchObject({
      state: 'steady',
      turns: [
        { index: before, to: 'worse' },
        { index: before + 5, to: 'normal' },
      ],
    });
  });

  it('a change smaller than the least that counts is none', () => {
    const series = [...quiet(before), ...bad(6)];
    expect(stateOf(series, { better: 'lower', minimum: { relative: 0.12 } })).toBe('steady');
    expect(stateOf(series, { better: 'lower', minimum: { absolute: 12 } })).toBe('steady');
    expect(stateOf(series, { better: 'lower', minimum: { absolute: 8 } })).toBe('regression');
  });

  it('an accepted change is the new normal', () => {
    const series = [...quiet(before), ...bad(9)];
    const options = { ...LOWER, accepted: [before] };
    expect(judged(series, options)).toMatchObject({ state: 'steady', turns: [] });
    expect(judged(series, options).normal.median).toBeCloseTo(110, 0);
    expect(judged([...series, 122, 122], options)).toMatchObject({
      state: 'regression',
      change: { firstIndex: before + 9 },
    });
  });

  it('indices count nights that could not tell', () => {
    const series = [null, ...quiet(before), null, null, ...bad(2), null];
    expect(judged(series)).toMatchObject({
      state: 'regression',
      newest: before + 4,
      change: { firstIndex: before + 3, lastGoodIndex: before },
    });
  });

  it('errors that never happened, and then do', () => {
    const options = { better: 'lower', minimum: { absolute: 0.001 } } as const;
    const none = Array.from({ length: before }, () => 0);
    expect(stateOf(none, options)).toBe('steady');
    expect(stateOf([...none, 0.0005, 0.0005, 0.0005, 0.0005], options)).toBe('steady');
    expect(judged([...none, 0.02, 0.02, 0.02, 0.02], options)).toMatchObject({
      state: 'regression',
      change: { firstIndex: before, relativeSize: null, size: 0.02 },
    });
  });
});

describe('more than twenty nights', () => {
  it('a change that the band told stays told when change points take over', () => {
    const series = [...quiet(9), ...bad(40)];
    for (let nights = 11; nights <= series.length; nights += 1) {
      expect(judged(series.slice(0, nights)), `night ${nights}`).toMatchObject({
        state: 'regression',
        change: { firstIndex: 9 },
      });
    }
  });

  it('names the same first bad night each night after', () => {
    const level = (night: number) => (night < 60 ? 100 : 110);
    for (const seed of [1, 2, 3]) {
      const values = madeUpNights({ nights: 200, seed, noise: 0.015, level });
      for (let nights = 64; nights <= values.length; nights += 4) {
        expect(judged(values.slice(0, nights)).change?.firstIndex, `night ${nights}`).toBe(60);
      }
    }
  });

  it('finds a slow drift before it has doubled the least change', () => {
    const values = madeUpNights({
      nights: 400,
      seed: 4,
      level: (night) => 100 * (1 + 0.0003 * night),
    });
    const found = values.findIndex(
      (_, night) => stateOf(values.slice(0, night + 1)) === 'regression',
    );
    expect(found).toBeGreaterThan(100);
    expect(found).toBeLessThan(330);
  });

  it('a better level becomes normal once it has lasted twenty nights', () => {
    const better = bad(40).map((value) => value / 1.21);
    const series = [...quiet(60), ...better];
    expect(stateOf(series.slice(0, 70))).toBe('improvement');
    expect(judged(series)).toMatchObject({
      state: 'steady',
      turns: [
        { index: 60, to: 'better' },
        { index: 60, to: 'normal' },
      ],
    });
    expect(judged([...series, ...quiet(2)])).toMatchObject({
      state: 'regression',
      change: { firstIndex: 100 },
    });
  });

  it('takes a weekly rhythm out, by the days given', () => {
    const days = Array.from({ length: 70 }, (_, index) => 20_000 + index + (index > 30 ? 3 : 0));
    const weekend = (day: number) => day % 7 >= 5;
    const values = quiet(70).map((value, index) => value + (weekend(days[index]!) ? 6 : 0));
    const options = { ...LOWER, days };
    expect(judged(values, options)).toMatchObject({ state: 'steady', hasWeeklyRhythm: true });
    expect(judged(values, options).normal.high).toBeLessThan(105);
    expect(judged(values, LOWER).hasWeeklyRhythm).toBe(false);
    const worse = values.map((value, index) => (index < 66 ? value : value * 1.1));
    expect(judged(worse, options)).toMatchObject({
      state: 'regression',
      change: { firstIndex: 66 },
    });
  });

  it('judges ten years by the last two', () => {
    const values = madeUpNights({ nights: 3_650, seed: 5, level: (n) => (n < 3_600 ? 100 : 110) });
    expect(judged(values)).toMatchObject({ state: 'regression', change: { firstIndex: 3_600 } });
    const old = madeUpNights({ nights: 3_650, seed: 6, level: (n) => (n < 2_000 ? 100 : 110) });
    expect(judged(old)).toMatchObject({ state: 'steady', turns: [] });
  });
});
