/** Sums up the load over the whole run: requests sent, outcomes, percentiles. */
import type { Analysis } from '../analysis/analyse.ts';
import { failingResponses, statusTotals } from '../analysis/failing-responses.ts';
import { sketchOver } from '../analysis/load-seconds.ts';
import { RELATIVE_ACCURACY } from '../record/sketch.ts';
import { WORKER_PROBLEMS, type WorkersRecord } from '../record/workers-record.ts';
import type { Verdict } from './verdict.ts';

/** Marks an unknown load, so that its zeros are not mistaken for a load that was never sent. */
function whyUnknown({ record, damage, totals }: Analysis): Verdict['load']['unknownBecause'] {
  if (record.manifest.loadFrom === 'elsewhere') return 'sent-elsewhere';
  return damage.load !== null && totals.planned === 0 ? 'record-missing' : null;
}

export function loadFigures(analysis: Analysis): Verdict['load'] {
  const { evidence, record, tool, totals } = analysis;
  const { seconds } = evidence;
  const peak = (of: (second: (typeof seconds)[number]) => number) =>
    seconds.reduce((most, second) => Math.max(most, of(second)), 0);
  const percentiles = (which: 'latencyMs' | 'serviceTimeMs' | 'lagMs') => {
    const sketch = sketchOver(seconds, which);
    return {
      p50: sketch.quantile(0.5),
      p95: sketch.quantile(0.95),
      p99: sketch.quantile(0.99),
      max: sketch.max,
    };
  };
  const outcomes = Object.entries(totals.outcomes).map(
    ([outcome, times]) => [outcome, times ?? 0] as const,
  );
  return {
    unknownBecause: whyUnknown(analysis),
    ...(tool === null ? {} : { sampledBy: tool }),
    planned: totals.planned,
    sent: totals.sent,
    notSent: totals.notSent,
    completed: totals.completed,
    outcomes: Object.fromEntries(outcomes),
    sentShare: totals.planned === 0 ? null : totals.sent / totals.planned,
    outcomeShares: Object.fromEntries(
      outcomes.map(([outcome, times]) => [outcome, times / Math.max(1, totals.completed)]),
    ),
    peakPlannedRps: peak((second) => second.planned),
    peakSentRps: peak((second) => second.sent),
    latencyMs: percentiles('latencyMs'),
    serviceTimeMs: percentiles('serviceTimeMs'),
    lagMs: percentiles('lagMs'),
    statuses: statusTotals(record.load),
    failures: failingResponses(record.load).map(({ type: _, worker: __, ...failure }) => failure),
    sketchRelativeAccuracy: RELATIVE_ACCURACY,
    timedOutAfterMs: analysis.timedOutAfterMs,
    ...(record.workers === null ? {} : { workers: workerFigures(record.workers) }),
  };
}

function workerFigures({ expected, workers, problems }: WorkersRecord) {
  const kinds = Map.groupBy(problems, ({ kind }) => kind);
  return {
    expected,
    withSamples: workers.length,
    problems: WORKER_PROBLEMS.flatMap((kind) => {
      const numbers = kinds.get(kind)?.map(({ worker }) => worker);
      return numbers === undefined ? [] : [{ kind, workers: [...new Set(numbers)] }];
    }),
  };
}
