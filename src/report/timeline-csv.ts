/** A run as CSV for spreadsheets and notebooks: one row a second, all sources on one clock. */
import { type RunSecond, runSeconds } from '../analysis/run-seconds.ts';
import type { Timeline } from '../analysis/timeline.ts';
import { trackedMetric } from '../analysis/tracked-series.ts';
import { type Cell, csvText } from '../format/csv.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { plainText } from './plain-text.ts';
import { SECOND_FIGURES } from './second-figures.ts';

interface Column {
  readonly name: string;
  readonly read: (second: RunSecond) => Cell;
}

/** The columns are the same for every run, so that files of several runs can be put together. */
export function renderTimelineCsv(verdict: Verdict, timeline: Timeline): string {
  const columns: readonly Column[] = [
    { name: 'time_utc', read: ({ startMs }) => new Date(startMs).toISOString() },
    { name: 'seconds_since_load_began', read: ({ second }) => second },
    ...SECOND_FIGURES.map(({ column, read }) => ({ name: column, read })),
    ...trackedColumns(timeline),
    { name: 'endpoint_status', read: ({ instances }) => text(instances?.status ?? null) },
    { name: 'scaling_event', read: ({ event }) => event && eventInWords(event) },
    { name: 'waiting_for_stage', read: ({ event }) => event?.waitingFor ?? null },
    { name: 'lag_part', read: ({ event }) => event?.lagPart ?? null },
  ];
  return csvText(
    columns.map(({ name }) => name),
    rows(columns, runSeconds(timeline, verdict.scalingEvents)),
  );
}

function* rows(columns: readonly Column[], seconds: Iterable<RunSecond>): Generator<Cell[]> {
  for (const second of seconds) yield columns.map(({ read }) => read(second));
}

/** Name and unit are in every row, because the policy of a run decides them. */
function trackedColumns(timeline: Timeline): Column[] {
  const { name, stat, unit, target } = trackedMetric(timeline);
  const ifSeen = (cell: Cell) => (stat === null ? null : cell);
  return [
    { name: 'tracked_metric', read: () => ifSeen(text(name)) },
    { name: 'tracked_metric_unit', read: () => ifSeen(unit) },
    { name: 'tracked_metric_value', read: ({ tracked }) => tracked },
    { name: 'tracked_metric_target', read: () => target },
  ];
}

function text(value: string | null): string | null {
  return value === null ? null : plainText(value);
}

function eventInWords({ direction, fromInstances, toInstances }: NonNullable<RunSecond['event']>) {
  return `${direction}: ${fromInstances} to ${toInstances}`;
}
