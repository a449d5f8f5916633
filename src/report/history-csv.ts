/** A history as CSV: a line for each metric of each run. */
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
      ...[id, metricOf(id)?.unit ?? '', value, low, high, n],
    ]),
  );
  return [HEADS, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** RFC 4180; a text that a spreadsheet would take for a formula gets an apostrophe. */
function field(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value ?? '') ? `'${value}` : (value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
