/** The trends of a series for the terminal: a line a metric, or one metric large. */
import { counted, dayOf } from '../format/numbers.js';
import { changeText, inUnit } from '../format/units.js';
import type { RunEntry } from '../history/entry.ts';
import type { SeriesTrends, Trend } from '../history/trends.ts';
import { median } from '../statistics/order-statistics.ts';
import { changeGroups } from './change-groups.ts';
import type { Palette } from './palette.ts';
import { plainText } from './plain-text.ts';
import { AXIS_COLUMNS, renderPlot } from './plot.ts';
import { grouped, sparkline } from './sparkline.ts';
import { STATUS_WORDS } from './status-words.ts';
import { hanging, pad, truncate } from './text-columns.ts';

const TITLE_COLUMNS = 29;
const VALUE_COLUMNS = 9;
const CHANGE_COLUMNS = 14;
const PLOT_ROWS = 14;

/** @param columns of the terminal; 80 give a chart of 15 runs or groups of them. */
export function renderTrends(
  { series, runs, key, trends }: SeriesTrends,
  columns: number,
  paint: Palette,
): string {
  const chartColumns = Math.max(
    8,
    columns - TITLE_COLUMNS - 2 * VALUE_COLUMNS - CHANGE_COLUMNS - 4,
  );
  const row = (title: string, chart: string, last: string, normal: string, change: string) =>
    [title, chart, last, normal, change].join(' ').trimEnd();
  const right = (text: string, width: number) => pad(truncate(text, width), width, 'left');
  const chartOf = (values: readonly string[]) => {
    const spaces = ' '.repeat(Math.max(0, chartColumns - values.length));
    return values.join('') + spaces;
  };
  const head = row(
    pad('', TITLE_COLUMNS),
    chartOf(verdictCells(runs, chartColumns, paint)),
    right('last', VALUE_COLUMNS),
    right('before', VALUE_COLUMNS),
    right('change', CHANGE_COLUMNS),
  );
  const lines = trends.map((trend) =>
    row(
      pad(truncate(trend.title, TITLE_COLUMNS), TITLE_COLUMNS),
      chartOf(trendCells(trend, runs, chartColumns, paint)),
      right(inUnit(trend.last, trend.unit), VALUE_COLUMNS),
      right(inUnit(trend.baseline, trend.unit), VALUE_COLUMNS),
      right(trend.change === null ? '' : changeText(trend.change, trend.compareBy), CHANGE_COLUMNS),
    ),
  );
  return `${[
    ...hanging('', headingOf(key, series, runs), columns).map(paint.bold),
    head,
    ...lines,
    ...changeLines(trends, runs, columns, paint),
  ].join('\n')}\n`;
}

/** One metric over as much of the terminal as it takes. */
export function renderTrend(
  { series, runs, key }: SeriesTrends,
  trend: Trend,
  columns: number,
  paint: Palette,
): string {
  const width = Math.max(1, columns - AXIS_COLUMNS);
  const groups = groupedValues(trend, width);
  const stretch = Math.max(1, Math.floor(width / Math.max(1, groups.length)));
  const wide = <T>(values: readonly T[]) =>
    values.flatMap((value) => Array<T>(stretch).fill(value));
  const values = wide(groups);
  const known = [...groups.filter((value) => value !== null), trend.baseline ?? Number.NaN].filter(
    (value) => !Number.isNaN(value),
  );
  const plot = renderPlot(
    [
      { values: values.map(() => trend.baseline), style: 'dotted', paint: paint.series[0]! },
      { values, style: 'solid', paint: paint.series[1]! },
    ],
    {
      ...{
        columns,
        rows: PLOT_ROWS,
        format: (value) => inUnit(value, trend.unit).replace(' ', ''),
      },
      range: around(known),
    },
  );
  const indent = ' '.repeat(AXIS_COLUMNS);
  const [from, to] = daysOf(runs);
  const gap = Math.max(1, Math.min(width, values.length) - from.length - to.length);
  const { last, baseline, change } = trend;
  const words = `Last ${inUnit(last, trend.unit)}${baseline === null ? '' : `, before ${inUnit(baseline, trend.unit)} (median, dotted)`}${change === null ? '' : `, ${changeText(change, trend.compareBy)}`}.`;
  return `${[
    paint.bold(truncate(`${trend.title} (${trend.id})`, columns)),
    ...hanging('', headingOf(key, series, runs), columns),
    ...plot,
    `${indent}${wide(verdictCells(runs, width, paint)).join('')}`,
    ...(trend.changes.length === 0
      ? []
      : [
          indent +
            wide(changeCells(trend, runs, width, paint))
              .join('')
              .trimEnd(),
        ]),
    `${indent}${from}${' '.repeat(gap)}${runs.length > 1 ? to : ''}`,
    ...hanging('', words, columns),
    ...changeLines([trend], runs, columns, paint),
  ].join('\n')}\n`;
}

function headingOf(key: SeriesTrends['key'], series: string, runs: readonly RunEntry[]): string {
  const [from, to] = daysOf(runs);
  const days = from === to ? from : `${from} to ${to}`;
  const others = (['fail', 'inconclusive', 'error'] as const).flatMap((status) => {
    const count = runs.filter((run) => run.status === status).length;
    return count === 0 ? [] : [`${counted(count, '', '').trim()} ${STATUS_WORDS[status].word}`];
  });
  const all = others.length === 0 ? '' : ` (${others.join(', ')})`;
  return `${plainText(`${key.scenario} ${key.environment}`)}, series ${plainText(series)}: ${counted(runs.length, 'run')}${all}, ${days}`;
}

/** Of the first run and of the last. */
function daysOf(runs: readonly RunEntry[]): [string, string] {
  return [dayOf(runs.at(0)!.startedAtMs), dayOf(runs.at(-1)!.startedAtMs)];
}

/** The worst verdict of each group; a dot where all passed. */
function verdictCells(runs: readonly RunEntry[], columns: number, paint: Palette): string[] {
  const worstFirst = ['fail', 'error', 'inconclusive'] as const;
  return grouped(runs, columns).map((group) => {
    const worst = worstFirst.find((status) => group.some((run) => run.status === status));
    return worst === undefined ? paint.dim('·') : paint.status(worst, STATUS_WORDS[worst].mark);
  });
}

function trendCells(
  trend: Trend,
  runs: readonly RunEntry[],
  columns: number,
  paint: Palette,
): string[] {
  const cells = sparkline(groupedValues(trend, columns));
  // A change stands where it began, over the value of that group.
  const changes = changeCells(trend, runs, columns, paint);
  return cells.map((cell, index) =>
    changes[index] === ' ' ? paint.series[1]!(cell) : changes[index]!,
  );
}

/** A bar for each group in which a change began. */
function changeCells(
  { changes }: Trend,
  runs: readonly RunEntry[],
  columns: number,
  paint: Palette,
): string[] {
  return grouped(runs, columns).map((group) => {
    const change = changes.find(({ firstRunId }) =>
      group.some(({ runId }) => runId === firstRunId),
    );
    return change === undefined ? ' ' : paint.status(change.isWorse ? 'fail' : 'pass', '|');
  });
}

function groupedValues({ values }: Trend, columns: number): (number | null)[] {
  return grouped(values, columns).map((group) => {
    const known = group.flatMap((measured) => (measured === null ? [] : [measured.value]));
    return known.length === 0 ? null : median(known);
  });
}

/** What the bars in the charts mean. */
function changeLines(
  trends: readonly Trend[],
  runs: readonly RunEntry[],
  columns: number,
  paint: Palette,
): string[] {
  return changeGroups(trends, runs).flatMap(({ isWorse, metrics, since }) => {
    const text = `${isWorse ? 'Worse' : 'Better'} ${since}: ${metrics.join('; ')}`;
    const [first, ...others] = hanging('| ', text, columns);
    return [paint.status(isWorse ? 'fail' : 'pass', '|') + first!.slice(1), ...others];
  });
}

/** With air above and below; at least a fifth of the values high, so that noise is no mountain. */
function around(values: readonly number[]): { from: number; to: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const height = Math.max(high - low, Math.abs(high) / 5, Number.MIN_VALUE) * 1.1;
  const from = (low + high - height) / 2;
  return low >= 0 && from < 0 ? { from: 0, to: height } : { from, to: from + height };
}
