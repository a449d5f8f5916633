/** A made-up history to render: two series, one of them with changes, an acceptance and every verdict. */
import type { RunEntry } from '../../src/history/entry.ts';
import { type Change, type SeriesTrends, trendsOf } from '../../src/history/trends.ts';
import { entry } from '../history/entries.ts';

const STATUSES: Readonly<Record<number, RunEntry['status']>> = {
  7: 'fail',
  12: 'inconclusive',
  20: 'error',
};
const RELEASE = { key: { environment: 'release' } };
const P99 = 'latency-p99.after';

/** @param text in every string that is not the project's own */
export function sampleTrends(text?: string): SeriesTrends[] {
  const own = (words: string) => text ?? words;
  const runs = Array.from({ length: 30 }, (_, night) => {
    const value = (100 + ((night * 7) % 5)) * (night < 22 ? 1 : 1.1) * (night === 12 ? 9 : 1);
    return entry(night, {
      ...(text === undefined ? {} : { runId: `${text} ${night}`, key: { scenario: text } }),
      ...{ status: STATUSES[night] ?? 'pass', headline: own('Scaled out.') },
      commit: own(`${night}`.padStart(40, 'c0ffee')),
      label: night % 10 === 0 ? own(`release 1.${night / 10}`) : null,
      checks: night === 7 ? [{ id: 'latency', status: 'fail', reason: 'service-too-slow' }] : [],
      metrics: {
        [P99]: { value, low: value * 0.9, high: value * 1.1, n: 1_000 },
        errors: night % 9 === 0 ? 0.001 : 0,
        ...(night > 3 ? { provisioning: 240 + night } : {}),
      },
    });
  });
  const { series, runId, startedAtMs } = runs[22]!;
  const changes: Change[] = [
    { metric: P99, isWorse: true, change: 0.1, at: 22 },
    { metric: 'provisioning', isWorse: false, change: -0.05, at: 10 },
  ].map(({ at, ...told }) => ({
    ...told,
    ...{ series, firstRunId: runs[at]!.runId, lastGoodRunId: runs[at - 1]!.runId },
  }));
  const others = [0, 1, 2].map((night) => entry(night, { ...RELEASE, metrics: { errors: 0 } }));
  return trendsOf(
    {
      runs: [...others, ...runs],
      acceptances: [
        {
          ...{ type: 'accept', schemaVersion: 1, series, fromRunId: runId, fromMs: startedAtMs },
          ...{ metrics: [P99], because: own('larger model'), acceptedAtMs: startedAtMs },
        },
      ],
    },
    changes,
  );
}
