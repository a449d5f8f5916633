import { describe, expect, test } from 'vitest';
import { changesIn } from '../../src/history/changes.ts';
import type { Acceptance } from '../../src/history/entry.ts';
import { type Change, trendsOf } from '../../src/history/trends.ts';
import { entry, type Given } from './entries.ts';

const P99 = 'latency-p99.after';

/** Nights with these values of a metric. */
function nights(values: readonly number[], given: (night: number) => Given = () => ({})) {
  return values.map((value, night) => entry(night, { metrics: { [P99]: value }, ...given(night) }));
}

function accepted(night: number, metrics: readonly string[]): Acceptance {
  const { series, runId: fromRunId, startedAtMs: fromMs } = entry(night);
  const told = { because: null, acceptedAtMs: fromMs, metrics: [...metrics] };
  return { type: 'accept', schemaVersion: 1, series, fromRunId, fromMs, ...told };
}

function change(night: number): Change {
  const { series, runId: firstRunId } = entry(night);
  const lastGoodRunId = entry(night - 1).runId;
  return { series, metric: P99, firstRunId, lastGoodRunId, change: 0.1, isWorse: true };
}

const trendOf = (...args: Parameters<typeof trendsOf>) => trendsOf(...args)[0]!.trends[0]!;

describe('the baseline', () => {
  const runs = nights([10, 12, 11, 20, 22, 21]);

  test('is the median of the runs before the newest', () => {
    expect(trendOf({ runs, acceptances: [] }, [])).toMatchObject({
      ...{ last: 21, baseline: 12, changes: [] },
      change: expect.closeTo(0.75),
    });
  });

  test('ends where the metric changed, so that a regression does not become normal', () => {
    const trend = trendOf({ runs, acceptances: [] }, [change(3)]);
    expect(trend).toMatchObject({ last: 21, baseline: 11, changes: [change(3)] });
  });

  test.each([[[]], [[P99]]])('begins anew where the change was accepted for %j', (metrics) => {
    const acceptances = [accepted(3, metrics)];
    expect(trendOf({ runs, acceptances }, [change(3)])).toMatchObject({ baseline: 21 });
  });

  test('is not that of another metric or series', () => {
    const acceptances = [accepted(3, ['accuracy']), { ...accepted(3, []), series: 'other' }];
    const others = [
      { ...change(3), metric: 'accuracy' },
      { ...change(3), series: 'other' },
    ];
    expect(trendOf({ runs, acceptances }, others)).toMatchObject({ baseline: 12, changes: [] });
  });

  test('leaves out runs in doubt, and so does the last value', () => {
    const doubtful = nights([10, 12, 900, 11, 900], (night) =>
      night === 2 ? { status: 'inconclusive' } : night === 4 ? { ended: 'interrupted' } : {},
    );
    const trend = trendOf({ runs: doubtful, acceptances: [] }, []);
    expect(trend).toMatchObject({ last: 11, baseline: 11 });
    expect(trend.values.map((measured) => measured?.value)).toEqual([10, 12, 900, 11, 900]);
  });

  test('is unknown for a first run', () => {
    const trend = trendOf({ runs: nights([10]), acceptances: [] }, []);
    expect(trend).toMatchObject({ last: 10, baseline: null, change: null });
  });
});

test('a share changes by points, and a ratio to nothing is unknown', () => {
  const runs = [0, 0, 0.02].map((errors, night) =>
    entry(night, { metrics: { errors, recovery: errors } }),
  );
  const [recovery, errors] = trendsOf({ runs, acceptances: [] }, [])[0]!.trends;
  expect(recovery).toMatchObject({ id: 'recovery', change: null });
  expect(errors).toMatchObject({ id: 'errors', change: 0.02 });
});

test('series come by their newest run, each with its own runs and metrics', () => {
  const runs = [
    entry(0, { metrics: { errors: 0 } }),
    entry(1, { key: { region: 'us-east-1' }, metrics: { accuracy: 0.9 } }),
    entry(2, { metrics: { [P99]: 10 } }),
  ];
  const all = trendsOf({ runs, acceptances: [] }, []);
  expect(all.map((one) => one.runs.map(({ runId }) => runId))).toEqual([
    ['night-0000', 'night-0002'],
    ['night-0001'],
  ]);
  expect(all.map(({ trends }) => trends.map(({ id }) => id))).toEqual([
    [P99, 'errors'],
    ['accuracy'],
  ]);
  expect(all[0]!.trends[0]!.values).toEqual([null, { value: 10, low: null, high: null, n: 1_000 }]);
});

test('the changes of a series are those that the judgment finds, with its first and last good run', () => {
  const values = Array.from(
    { length: 60 },
    (_, night) => 100 + (night % 7) + (night < 45 ? 0 : 40),
  );
  const runs = nights(values);
  expect(changesIn(runs, [])).toEqual([
    {
      ...{ series: runs[0]!.series, metric: P99, isWorse: true },
      ...{ firstRunId: runs[45]!.runId, lastGoodRunId: runs[44]!.runId },
      change: expect.closeTo(0.39, 1),
    },
  ]);
  expect(changesIn(nights(values.slice(0, 40)), [])).toEqual([]);
  expect(changesIn(nights(values.slice(0, 3)), [])).toEqual([]);
});
