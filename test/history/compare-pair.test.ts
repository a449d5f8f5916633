import { describe, expect, test } from 'vitest';
import { compareRuns } from '../../src/history/compare.ts';
import { comparePair } from '../../src/history/compare-pair.ts';
import { allowedOf } from '../../src/history/metrics.ts';
import { entry, type Given, KEY } from './entries.ts';

const measured = (value: number) => ({ value, low: value * 0.9, high: value * 1.1, n: 1_000 });
const METRICS = { 'latency-p99.after': measured(24), errors: 0 };
const SLOWER = { 'latency-p99.after': measured(41), errors: 0 };

const pair = (a: Given, b: Given) =>
  comparePair(entry(0, { metrics: METRICS, ...a }), entry(1, { metrics: SLOWER, ...b }));

test('judges two runs that are alike as compare does, without the share that passed', () => {
  const { comparison, obstacles } = pair({}, {});
  const compared = compareRuns([entry(0, { metrics: METRICS })], [entry(1, { metrics: SLOWER })], {
    alpha: 0.05,
    maxRegression: (id, metric) => allowedOf(id, metric),
  });
  expect(obstacles).toEqual([]);
  expect(comparison.metrics).toEqual(compared.metrics.filter(({ id }) => id !== 'passed'));
  expect(comparison.metrics[0]!.inside!.low).toBeGreaterThan(0);
});

test('compares across what two runs are put side by side for, and says that they differ in it', () => {
  const { obstacles, differences } = pair(
    {},
    { key: { engine: 'k6', engineVersion: '2', policy: null } },
  );
  expect(obstacles).toEqual([]);
  expect(differences.map(({ part }) => part)).toEqual(['engine', 'engineVersion', 'policy']);
});

describe('gives no change, and says why, where it would say nothing', () => {
  test.each<[string, Given, Given, unknown]>([
    ['the same run', {}, { runId: 'night-0000' }, { kind: 'same-run' }],
    ['a run cut short', { ended: 'interrupted' }, {}, { kind: 'cut-short', side: 'a' }],
    ['a run in doubt', {}, { status: 'inconclusive' }, { kind: 'in-doubt', side: 'b' }],
    [
      'another scenario and load',
      {},
      { key: { scenario: 'car', phases: [] } },
      { kind: 'other-work', parts: ['scenario', 'phases'] },
    ],
    [
      'another clock',
      { key: { timeCompression: 12 } },
      {},
      { kind: 'other-work', parts: ['timeCompression'] },
    ],
  ])('%s', (_, a, b, obstacle) => {
    const { comparison, obstacles } = pair(a, b);
    expect(obstacles).toEqual([obstacle]);
    expect(comparison.result).not.toBe('regression');
    const [p99] = comparison.metrics;
    expect(p99).toMatchObject({ finding: 'not-compared', change: null, inside: null });
    expect([p99!.base!.median, p99!.candidate!.median]).toEqual([24, 41]);
  });

  test('all of the reasons, not the first', () => {
    const { obstacles } = pair({ ended: 'aborted' }, { key: { ...KEY, dataset: null } });
    expect(obstacles.map(({ kind }) => kind)).toEqual(['cut-short', 'other-work']);
  });
});
