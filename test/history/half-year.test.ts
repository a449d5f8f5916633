/**
 * A half-year of nights (`npm run half-year`), judged each morning with what was known by then: both changes are
 * found within two nights and named right, and nothing else is found.
 */
import { describe, expect, test } from 'vitest';
import { NIGHTS, nightOf, SLOWER_MODEL, SLOWER_PROVISIONING } from '../../bench/half-year/night.ts';
import { morningsOf } from '../../bench/half-year/told.ts';
import { readHistory } from '../../src/history/history.ts';
import { differences } from '../../src/history/series-key.ts';

const FILE = 'test/history/half-year.ndjson';
const WITHIN_NIGHTS = 2;

const { runs, problems } = readHistory(FILE);
const { told, inDoubt } = morningsOf(runs);

const isLatency = ({ id }: { readonly id: string }) => id.startsWith('latency-');
/** Sums to which provisioning belongs. */
const ofProvisioning = ['provisioning', 'scale-out'];

describe('the series', () => {
  test('is of 180 nights, a day apart, all of one series, all passed', () => {
    expect(problems).toEqual([]);
    expect(runs).toHaveLength(NIGHTS);
    for (const [index, run] of runs.entries()) {
      expect(run.status).toBe('pass');
      expect(differences(runs[0]!.key, run.key)).toEqual([]);
      expect(run.commit).toBe(nightOf(index + 1).commit);
      const days = (run.startedAtMs - runs[0]!.startedAtMs) / 86_400_000;
      expect(Math.abs(days - index)).toBeLessThan(1 / 24 / 60);
    }
  });
});

describe('night by night', () => {
  test('nothing is found before the model is slower', () => {
    expect(told.filter(({ onNight }) => onNight < SLOWER_MODEL.fromNight)).toEqual([]);
  });

  test('a night in doubt, which asks for another try, is one in twenty or fewer', () => {
    const before = inDoubt.filter((night) => night < SLOWER_MODEL.fromNight);
    expect(before.length).toBeLessThanOrEqual(SLOWER_MODEL.fromNight / 20);
  });

  test.each(['50', '95', '99'].flatMap((at) => ['during', 'after'].map((one) => [at, one])))(
    'the slower model is found in p%s %s scale-out, within two nights and from then on',
    (percentile, segment) => {
      const id = `latency-p${percentile}.${segment}`;
      const nights = told.filter((one) => one.id === id).map(({ onNight }) => onNight);
      expect(nights[0]).toBeLessThanOrEqual(SLOWER_MODEL.fromNight + WITHIN_NIGHTS);
      expect(nights).toHaveLength(NIGHTS + 1 - nights[0]!);
    },
  );

  test('the slower model is named by its first night and commit, and the night before', () => {
    const { fromNight, factor } = SLOWER_MODEL;
    for (const one of told.filter(isLatency)) {
      expect(one).toMatchObject({
        state: 'regression',
        firstNight: fromNight,
        lastGoodNight: fromNight - 1,
        firstCommit: nightOf(fromNight).commit,
      });
    }
    // Where nothing queues, callers wait as much longer as the model takes.
    const after = told.filter(({ id, onNight }) => id === 'latency-p50.after' && onNight > 130);
    for (const { relativeSize } of after) {
      expect(Math.abs(relativeSize! - (factor - 1))).toBeLessThan(0.015);
    }
  });

  test('slower provisioning is found within two nights and from then on, and named', () => {
    const { fromNight, bySeconds } = SLOWER_PROVISIONING;
    const nights = told.filter(({ id }) => id === 'provisioning');
    expect(nights[0]!.onNight).toBeLessThanOrEqual(fromNight + WITHIN_NIGHTS);
    expect(nights).toHaveLength(NIGHTS + 1 - nights[0]!.onNight);
    for (const one of told.filter(({ id }) => ofProvisioning.includes(id))) {
      expect(one).toMatchObject({
        state: 'regression',
        firstNight: fromNight,
        lastGoodNight: fromNight - 1,
        firstCommit: nightOf(fromNight).commit,
      });
    }
    expect(Math.abs(nights.at(-1)!.size - bySeconds)).toBeLessThan(5);
  });

  test('nothing else is found', () => {
    const others = told.filter((one) => !isLatency(one) && !ofProvisioning.includes(one.id));
    expect(others).toEqual([]);
  });
});
