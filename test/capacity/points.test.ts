import { describe, expect, it, test } from 'vitest';
import { chooseLike } from '../../src/capacity/like-points.ts';
import { pointsOfRun, pointsOfTest } from '../../src/capacity/points.ts';
import { judge } from '../../src/verdict/judge.ts';
import { syntheticRun } from '../verdict/synthetic-run.ts';
import { capacityTest } from './made-up-tests.ts';

const told = (...args: Parameters<typeof capacityTest>) => pointsOfTest(capacityTest(...args));

describe('a capacity test', () => {
  it('is a point where it found what is carried', () => {
    expect(told(3, 2_700).points).toEqual([
      { runId: 'test-3-2700', from: 'capacity-test', instances: 3, rps: 2_700 },
    ]);
  });

  test.each([
    ['at-least', { state: 'at-least' }, 'still carried'],
    ['none', { state: 'none', maxRps: null }, 'no rate that was carried'],
    ['inconclusive', { state: 'inconclusive' }, 'no rate that was carried'],
    ['of concurrency', { unit: { kind: 'concurrency', count: 10 } }, 'not counted in instances'],
  ] as const)('%s is none, and says why', (_, changes, why) => {
    const { points, leftOut } = told(3, 2_700, changes);
    expect(points).toEqual([]);
    expect(leftOut).toContain(why);
  });
});

describe('an ordinary run', () => {
  const ramp = (second: number) => 10 * (second + 1);
  const ofRun = (changes: Parameters<typeof syntheticRun>[0]) => {
    const run = syntheticRun({
      ...{ steps: [], planned: ramp, latencyMs: () => 6, serviceTimeMs: () => 5 },
      ...changes,
    });
    return pointsOfRun(run, judge(run));
  };

  it('is a point for each count whose limit it saw', () => {
    const slow = (second: number) => (second > 100 ? 900 : 5);
    const { points } = ofRun({ latencyMs: slow, serviceTimeMs: slow });
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({ from: 'run', instances: 1 });
    expect(points[0]!.rps).toBeGreaterThan(850);
    expect(points[0]!.rps).toBeLessThanOrEqual(1_010);
  });

  it('is none where instances were at ease, or the generator was late', () => {
    expect(ofRun({}).leftOut).toMatch(/no limit was reached; 1 instance carried at least 1,/);
    expect(ofRun({ lagMs: () => 300 }).leftOut).toContain('its load was not sent on time');
  });
});

describe('what belongs on one curve', () => {
  const other = told(2, 100, { instanceType: 'ml.c5.xlarge', startedAtMs: 1 });
  const tests = [told(1, 900), told(2, 1_700), other];

  it('is what is like the newest run; the others are left out with the reason', () => {
    const { points, key, leftOut } = chooseLike(tests, { across: [], named: false });
    expect(points.map(({ instances }) => instances)).toEqual([1, 2]);
    expect(key?.instanceType).toBe('ml.m5.xlarge');
    expect(leftOut).toEqual([
      'test-2-100 is left out: it differs from the newest run in instanceType (ml.m5.xlarge and ml.c5.xlarge).',
    ]);
  });

  it('refuses named runs that differ, unless told to mix them', () => {
    expect(() => chooseLike(tests, { across: [], named: true })).toThrow(
      'test-2-1700 and test-2-100 differ in instanceType (ml.m5.xlarge and ml.c5.xlarge); name runs that agree, or add --across instanceType.',
    );
    const mixed = chooseLike(tests, { across: ['instanceType'], named: true });
    expect(mixed.points).toHaveLength(3);
  });

  test.each([
    { bound: { percentile: 99, maxMs: 100, maxErrorShare: 0.01, confidence: 0.99 } },
    { systemId: 'iris' },
    { way: 'sagemaker' },
    { timeCompression: 1 },
    { region: 'eu-west-1' },
    { engine: 'k6' },
  ])('keeps %j apart', (changes) => {
    const pair = [told(1, 900), told(2, 1_700, changes)];
    expect(() => chooseLike(pair, { across: [], named: true })).toThrow('differ in');
  });

  it('counts a run once, and has nothing to say of none', () => {
    const twice = [told(1, 900), told(1, 900)];
    expect(chooseLike(twice, { across: [], named: true }).points).toHaveLength(1);
    expect(chooseLike([], { across: [], named: true })).toEqual({
      ...{ key: null, points: [], leftOut: [] },
    });
  });
});
