/** A history as a table for the terminal, a line a run. */
import stringWidth from 'string-width';
import { dayAndTime, milliseconds, seconds } from '../format/numbers.js';
import type { RunEntry } from '../history/entry.ts';
import type { Palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { versionOf } from './run-words.ts';
import { STATUS_WORDS } from './status-words.ts';
import { truncate } from './text-columns.ts';

type Column = readonly [head: string, cell: (run: RunEntry) => string];

const COLUMNS: readonly Column[] = [
  ['when (UTC)', (run) => dayAndTime(run.startedAtMs).slice(0, 16)],
  ['scenario', ({ key }) => plainText(`${key.scenario} ${key.environment}`)],
  ['series', ({ series }) => series],
  ['verdict', ({ status }) => STATUS_WORDS[status].word],
  ['p99', ({ metrics }) => milliseconds(latestP99(metrics))],
  ['scale-out', ({ metrics }) => seconds(metrics['scale-out']?.value ?? null)],
  ['commit, label', versionOf],
];

/** Newest last, where the prompt is. The last column is cut where the line ends. */
export function renderHistory(runs: readonly RunEntry[], columns: number, paint: Palette): string {
  const isOneSeries = new Set(runs.map(({ series }) => series)).size === 1;
  const shown = COLUMNS.filter(([head]) => head !== 'series' || !isOneSeries);
  const rows = runs.map((run) => shown.map(([, cell]) => cell(run)));
  const heads = shown.map(([head]) => head);
  const widths = heads.map((_, at) => Math.max(...[heads, ...rows].map((row) => width(row[at]))));
  const line = (row: readonly string[]) =>
    truncate(
      row.map((text, at) => text + ' '.repeat(widths[at]! - width(text))).join('  '),
      columns,
    ).trimEnd();
  const lines = runs.map(({ status }, at) => {
    const { word } = STATUS_WORDS[status];
    return line(rows[at]!).replace(word, () => paint.status(status, word));
  });
  return `${[paint.bold(line(heads)), ...lines].join('\n')}\n`;
}

function width(text = ''): number {
  return stringWidth(text);
}

/** After the scale-out, or of the whole load where there was none. */
function latestP99(metrics: RunEntry['metrics']): number | null {
  return (metrics['latency-p99.after'] ?? metrics['latency-p99.before'])?.value ?? null;
}
