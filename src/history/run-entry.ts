/** Makes a run's entry. Apart from what an entry is, because readers of a history need no analysis. */
import { type Analysis, analyse } from '../analysis/analyse.ts';
import type { RunRecord } from '../record/read.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { HISTORY_VERSION, type RunEntry } from './entry.ts';
import { measure, measureSegments } from './measure.ts';
import { seriesId, seriesKey } from './series-key.ts';

/** @param verdict that of the record */
export function runEntry(record: RunRecord, verdict: Verdict): RunEntry {
  const analysis = analyse(record);
  const segments = measureSegments(analysis);
  const key = seriesKey(record, verdict);
  const { runId, status, headline, ended, label, commit, instances } = verdict;
  const { number: attempt } = verdict.attempt;
  const startedAtMs = verdict.startedAtMs ?? record.manifest.createdAtMs;
  return {
    type: 'run',
    schemaVersion: HISTORY_VERSION,
    ...{ runId, startedAtMs, status, headline, ended, label, commit },
    ...(attempt > 1 ? { attempt } : {}),
    series: seriesId(key),
    key,
    checks: verdict.checks.flatMap(({ id, status, reason }) =>
      status === 'skipped' ? [] : [{ id, status, reason }],
    ),
    findings: verdict.findings.map(({ code }) => code),
    instances,
    metrics: rounded(measure(analysis, segments)),
    segments: segments.map(({ name, seconds, latencyMs }) => ({
      ...{ name, seconds: seconds.length },
      latencyMs: latencyMs.toLine(),
    })),
    maxRegression: record.manifest.scenario.compare?.maxRegression ?? {},
    scalingEvents: stagesOf(analysis, startedAtMs),
  };
}

/** Six digits are more than any of these was measured to, and a third of the file. */
function rounded(metrics: ReturnType<typeof measure>): RunEntry['metrics'] {
  const short = (value: number | null) => (value === null ? null : Number(value.toPrecision(6)));
  return Object.fromEntries(
    Object.entries(metrics).map(([id, { value, low, high, n }]) => [
      id,
      { value: short(value)!, low: short(low), high: short(high), n },
    ]),
  );
}

function stagesOf({ events }: Analysis, startedAtMs: number): RunEntry['scalingEvents'] {
  return events.map(({ direction, fromInstances, toInstances, stages }) => ({
    ...{ direction, fromInstances, toInstances },
    stages: Object.fromEntries(
      stages.flatMap(({ id, atMs }) =>
        atMs === null ? [] : [[id, Math.round((atMs - startedAtMs) / 100) / 10]],
      ),
    ),
  }));
}
