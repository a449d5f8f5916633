import { describe, expect, it } from 'vitest';
import { errorKinds } from '../../src/analysis/error-kinds.ts';
import { failingResponses } from '../../src/analysis/failing-responses.ts';
import type { LoadPoint } from '../../src/analysis/timeline.ts';
import type { LoadFailure } from '../../src/record/load-events.ts';
import { START_MS, timeline } from '../report/sample.ts';

const failure = (second: number, outcome: LoadFailure['outcome'], status: number | null) => ({
  ...{ type: 'failure' as const, worker: 1, atMs: START_MS + second * 1_000, outcome, status },
  ...{ error: null, row: 1, latencyMs: 5, body: '', bodyCharacters: 0 },
});

const load = (...outcomes: readonly LoadPoint['outcomes'][]): LoadPoint[] =>
  outcomes.map((of, second) => ({
    ...timeline.load[0]!,
    ...{ second, startMs: START_MS + second * 1_000, outcomes: of },
  }));

const at = (second: number) => START_MS + second * 1_000;

describe('errorKinds', () => {
  it('tells of each kind how many there were, the first response, and when the last one ended', () => {
    const failures = [failure(1.2, 'throttled', 429), failure(1.4, 'throttled', 429)];
    const seconds = load({ correct: 5 }, { throttled: 3 }, {}, { throttled: 4 });
    expect(errorKinds({ failures, outcomes: { throttled: 7 }, statuses: null }, seconds)).toEqual([
      {
        ...{ outcome: 'throttled', status: 429, count: 7, first: failures[0] },
        ...{ firstMs: at(1.2), lastMs: at(4) },
      },
    ]);
  });

  it('counts the statuses of an outcome apart, and only where nothing else came with them', () => {
    const failures = [
      failure(3, 'server-error', 500),
      failure(1, 'server-error', 503),
      failure(2, 'server-error', 200),
      failure(2.5, 'malformed', 503),
    ];
    const outcomes = { correct: 90, 'server-error': 10, malformed: 2 };
    const statuses = { 200: 95, 500: 3, 503: 4 };
    const kinds = errorKinds({ failures, outcomes, statuses }, load({ 'server-error': 10 }));
    expect(kinds.map(({ outcome, status, count }) => [outcome, status, count])).toEqual([
      ['server-error', 503, null],
      ['server-error', 200, null],
      ['malformed', 503, 2],
      ['server-error', 500, 3],
    ]);
    expect(kinds.map(({ lastMs }) => lastMs)).toEqual([null, null, at(2.5), null]);
  });

  it('shows what was counted and not kept', () => {
    const seconds = load({}, { timeout: 2 });
    expect(errorKinds({ failures: [], outcomes: { timeout: 2 }, statuses: null }, seconds)).toEqual(
      [
        {
          ...{ outcome: 'timeout', status: null, count: 2, first: null },
          ...{ firstMs: at(1), lastMs: at(2) },
        },
      ],
    );
  });

  it('is empty without an error', () => {
    const outcomes = { correct: 5, wrong: 2 };
    expect(errorKinds({ failures: [], outcomes, statuses: { 200: 7 } }, load(outcomes))).toEqual(
      [],
    );
  });
});

describe('failingResponses', () => {
  it('keeps one of each kind before several of some', () => {
    const statuses = Array.from({ length: 12 }, (_, index) => 500 + index);
    const all = statuses.flatMap((status, index) =>
      Array.from({ length: 5 }, (_, n) => failure(index + n / 10, 'server-error', status)),
    );
    const kept = failingResponses(all);
    expect(kept).toHaveLength(20);
    expect(new Set(kept.map(({ status }) => status))).toEqual(new Set(statuses));
    expect(kept).toEqual(kept.toSorted((one, other) => one.atMs - other.atMs));
  });
});
