import { describe, expect, test } from 'vitest';
import { requireLike, usable } from '../../src/history/comparable.ts';
import { compareRuns } from '../../src/history/compare.ts';
import type { RunEntry } from '../../src/history/entry.ts';
import { namedRuns } from '../../src/history/named-runs.ts';
import { entry, runsOfSpread } from './entries.ts';

const OPTIONS = {
  alpha: 0.05,
  maxRegression: (_: string, metric: { leastChange: number }) => metric.leastChange,
};

function runs(from: number, values: readonly number[], id = 'latency-p99.after'): RunEntry[] {
  return values.map((value, at) => entry(from + at, { metrics: { [id]: value } }));
}

const STEADY = [100, 101, 99, 102, 98];

function compared(base: readonly number[], candidate: readonly number[], id = 'latency-p99.after') {
  const comparison = compareRuns(runs(0, base, id), runs(100, candidate, id), OPTIONS);
  return { ...comparison, metric: comparison.metrics.find((metric) => metric.id === id)! };
}

describe('five runs against five', () => {
  test('a slower candidate is a regression, with the ratio of medians and its interval', () => {
    const { metric, result } = compared(
      STEADY,
      STEADY.map((value) => value * 1.2),
    );
    expect(metric).toMatchObject({ finding: 'worse', isRegression: true, compareBy: 'ratio' });
    expect(metric.change).toBeCloseTo(0.2, 10);
    expect(metric.pValue).toBeCloseTo(2 / 252, 10);
    expect(metric.interval!.low).toBeGreaterThan(0.1);
    expect(metric.interval!.high).toBeLessThan(0.3);
    expect(result).toBe('regression');
  });

  test('a faster one is better', () => {
    const { metric, result } = compared(
      STEADY,
      STEADY.map((value) => value / 1.2),
    );
    expect(metric).toMatchObject({ finding: 'better', isRegression: false });
    expect(result).toBe('no-regression');
  });

  test('a shown difference smaller than what is allowed is worse, but no regression', () => {
    const { metric, result } = compared(
      STEADY,
      STEADY.map((value) => value + 4.5),
    );
    expect(metric).toMatchObject({ finding: 'worse', isRegression: false, maxRegression: 0.05 });
    expect(result).toBe('no-regression');
  });

  test('a wait that changed by less than it can be measured to is worse, but no regression', () => {
    const between = (error: number) => {
      const decisions = (from: number, values: readonly number[]) =>
        values.map((value, at) => {
          const decision = { value, low: 0, high: value + error, n: 1 };
          return entry(from + at, { metrics: { decision } });
        });
      const { metrics } = compareRuns(
        decisions(0, [0.5, 0.6, 0.4, 0.55, 0.45]),
        decisions(100, [2, 2.1, 1.9, 2.05, 1.95]),
        OPTIONS,
      );
      return metrics.find(({ id }) => id === 'decision')!;
    };
    expect(between(2.5)).toMatchObject({ finding: 'worse', isRegression: false });
    expect(between(0.25)).toMatchObject({ finding: 'worse', isRegression: true });
  });

  test('what is not shown is not claimed', () => {
    const { metric, result } = compared(STEADY, [99.5, 101.5, 98.5, 102.5, 100.5]);
    expect(metric).toMatchObject({ finding: 'not-shown', isRegression: false });
    expect(result).toBe('no-regression');
  });

  test('more of what should be much is better', () => {
    const more = STEADY.map((value) => value * 1.3);
    expect(compared(STEADY, more, 'carried-rps').metric.finding).toBe('better');
    expect(compared(more, STEADY, 'carried-rps').metric).toMatchObject({
      finding: 'worse',
      isRegression: true,
    });
  });

  test('shares are compared by their difference, since most nights have none', () => {
    const { metric } = compared([0, 0, 0, 0, 0], [0.01, 0.02, 0.012, 0.03, 0.011], 'errors');
    expect(metric).toMatchObject({ finding: 'worse', isRegression: true, compareBy: 'difference' });
    expect(metric.change).toBeCloseTo(0.012, 10);
  });

  test('a metric that only one side has is said to be missing, and decides nothing', () => {
    const base = runs(0, STEADY);
    const candidate = runs(100, STEADY, 'latency-p99.during');
    const { metrics } = compareRuns(base, candidate, OPTIONS);
    expect(metrics.map(({ id, finding }) => [id, finding])).toEqual([
      ['passed', 'not-shown'],
      ['latency-p99.during', 'one-side-only'],
      ['latency-p99.after', 'one-side-only'],
    ]);
  });

  test('failing runs against passing ones are a regression of their own', () => {
    const candidate = runs(100, STEADY).map((run) => ({ ...run, status: 'fail' as const }));
    const { metrics, result } = compareRuns(runs(0, STEADY), candidate, OPTIONS);
    expect(metrics[0]).toMatchObject({ id: 'passed', finding: 'worse', isRegression: true });
    expect(result).toBe('regression');
  });

  test('equal medians with another spread are told as that', () => {
    const tight = [99.8, 99.9, 100, 100.1, 100.2, 99.85, 99.95, 100.05, 100.15, 100];
    const wide = [60, 70, 80, 90, 99, 101, 110, 120, 130, 140];
    const { metric } = compared(tight, wide);
    expect(metric).toMatchObject({ finding: 'spread-changed', isRegression: false });
  });
});

test('equal medians over latencies that lie further apart within each run are told as that', () => {
  const of = (sigma: number) =>
    compareRuns(runsOfSpread(0, 0.2), runsOfSpread(100, sigma), OPTIONS).metrics.find(
      ({ id }) => id === 'latency-p50.after',
    )!.finding;
  expect(of(0.3)).toBe('spread-changed');
  expect(of(0.2)).toBe('not-shown');
});

describe('too few runs', () => {
  test.each([
    [1, 1],
    [3, 3],
    [1, 10],
    [2, 6],
  ])('%i against %i never shows a difference, however large', (base, candidate) => {
    const { metric, result } = compared(
      STEADY.concat(STEADY).slice(0, base),
      Array.from({ length: candidate }, (_, at) => 1_000 + at),
    );
    expect(metric).toMatchObject({ finding: 'too-few-runs', isRegression: false });
    expect(result).toBe('insufficient');
  });

  test('one against one shows the interval inside both runs, as an indication', () => {
    const inside = (value: number, half: number) => ({
      'latency-p99.after': { value, low: value - half, high: value + half, n: 5_000 },
    });
    const { metrics } = compareRuns(
      [entry(0, { metrics: inside(100, 2) })],
      [entry(1, { metrics: inside(120, 3) })],
      OPTIONS,
    );
    const { inside: interval, change } = metrics.find(({ id }) => id === 'latency-p99.after')!;
    expect(change).toBeCloseTo(0.2, 10);
    // Wider than either alone, and without 0.
    expect(interval!.low).toBeGreaterThan(0.16);
    expect(interval!.low).toBeLessThan(0.17);
    expect(interval!.high).toBeGreaterThan(0.23);
    expect(interval!.high).toBeLessThan(0.245);
  });
});

describe('what may be compared', () => {
  test('runs in doubt or cut short are left out, failing ones stay', () => {
    const given = [
      entry(0),
      entry(1, { status: 'fail' }),
      entry(2, { status: 'inconclusive' }),
      entry(3, { status: 'fail', ended: 'aborted' }),
    ];
    const { runs: left, leftOut } = usable(given);
    expect(left.map(({ runId }) => runId)).toEqual(['night-0000', 'night-0001']);
    expect(leftOut).toEqual([
      'night-0002 is left out: its verdict is inconclusive.',
      'night-0003 is left out: it did not complete (aborted).',
    ]);
  });

  test('runs under different keys are refused with what differs, unless that is allowed', () => {
    const runs = [
      entry(0),
      entry(1, { key: { instanceType: 'ml.m5.large', region: 'us-east-1' } }),
    ];
    expect(() => requireLike(runs, [])).toThrow(
      'night-0000 and night-0001 differ in region: "eu-west-1" and "us-east-1" (and instanceType); compare runs that agree, or add --across region --across instanceType.',
    );
    expect(() => requireLike(runs, ['region'])).toThrow('differ in instanceType');
    expect(() => requireLike(runs, ['region', 'instanceType'])).not.toThrow();
  });
});

describe('naming runs', () => {
  const recorded = () => [
    entry(0, { label: 'before', commit: '0123abc'.padEnd(40, '0') }),
    entry(1, { label: 'before', commit: '0123abc'.padEnd(40, '1') }),
    entry(2, { label: '0123', commit: 'f'.repeat(40) }),
  ];
  const named = async (side: string) => {
    const found = await namedRuns(side, { atPath: async () => null, recorded });
    return found.map(({ runId }) => runId);
  };

  test.each([
    ['night-0001', ['night-0001']],
    ['before', ['night-0000', 'night-0001']],
    ['0123ABC', ['night-0000', 'night-0001']],
    // A label goes before a commit.
    ['0123', ['night-0002']],
    ['ffff, before', ['night-0000', 'night-0001', 'night-0002']],
    ['before,night-0000', ['night-0000', 'night-0001']],
  ])('%s', async (side, ids) => {
    expect(await named(side)).toEqual(ids);
  });

  test.each(['', 'nothing', 'fff', 'before,'])('refuses %j', async (side) => {
    await expect(named(side)).rejects.toThrow(
      /expected a run directory, or a run, label or commit/,
    );
  });
});
