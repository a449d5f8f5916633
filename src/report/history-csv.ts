/** A history as CSV: a line for each metric of each run. */
import { csvText } from '../format/csv.ts';
import type { RunEntry } from '../history/entry.ts';
import { metricOf } from '../history/metrics.ts';

const HEADS = [
  ...['run', 'started_at', 'scenario', 'environment', 'series', 'status', 'commit', 'label'],
  ...['metric', 'unit', 'value', 'low', 'high', 'n'],
];

export function historyCsv(runs: readonly RunEntry[]): string {
  const rows = runs.flatMap((run) =>
    Object.entries(run.metrics).map(([id, { value, low, high, n }]) => [
      ...[run.runId, new Date(run.startedAtMs).toISOString()],
      ...[run.key.scenario, run.key.environment, run.series, run.status, run.commit, run.label],
      ...[id, metricOf(id)?.unit ?? null, value, low, high, n],
    ]),
  );
  return csvText(HEADS, rows);
}
