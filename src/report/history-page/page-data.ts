/** The data of the history page's script. */
import { acceptancesOf } from '../../history/acceptances.ts';
import type { RunEntry } from '../../history/entry.ts';
import type { Change, SeriesTrends, Trend } from '../../history/trends.ts';
import { plainText } from '../plain-text.ts';
import type { HistoryPageData, PageChart, PageRun } from './chart-data.ts';

/** Values to so many digits: finer than a pixel, and a third less to read. */
const DIGITS = 4;

/** @param reports relative addresses of the reports there are, by run id */
export function pageData(
  all: readonly SeriesTrends[],
  reports: ReadonlyMap<string, string>,
  changeWords: (change: Change, trend: Trend) => string,
): HistoryPageData {
  return {
    all: all.map((one) => ({
      series: one.series,
      runs: one.runs.map((run) => pageRun(run, reports)),
      charts: one.trends.map((trend) => chartOf(one, trend, changeWords)),
    })),
  };
}

function pageRun(run: RunEntry, reports: ReadonlyMap<string, string>): PageRun {
  const { runId, startedAtMs, status, headline, commit, label, checks, findings } = run;
  const open = checks.filter((check) => check.status !== 'pass');
  return {
    ...{ id: plainText(runId), atMs: startedAtMs, status, headline: plainText(headline) },
    commit: commit && plainText(commit),
    label: label && plainText(label),
    open: [...open.map(({ id, reason }) => `${id}: ${reason}`), ...findings].map(plainText),
    report: reports.get(runId) ?? null,
  };
}

function chartOf(
  { series, runs, acceptances }: SeriesTrends,
  trend: Trend,
  changeWords: (change: Change, trend: Trend) => string,
): PageChart {
  const short = (value: number | null) => value && Number(value.toPrecision(DIGITS));
  const side = (name: 'low' | 'high') => {
    const all = trend.values.map((measured) => short(measured?.[name] ?? null));
    return all.some((value) => value !== null) ? all : [];
  };
  return {
    holder: holderOf(series, trend.id),
    unit: trend.unit,
    values: trend.values.map((measured) => short(measured?.value ?? null)),
    ...{ low: side('low'), high: side('high'), baseline: short(trend.baseline) },
    marks: [
      ...acceptancesOf(trend.id, acceptances).map(({ fromMs }) => ({
        index: runs.findIndex(({ startedAtMs }) => startedAtMs >= fromMs),
        kind: 'accepted' as const,
        text: 'accepted',
      })),
      ...trend.changes.map((change) => ({
        index: runs.findIndex(({ runId }) => runId === change.firstRunId),
        kind: change.isWorse ? ('worse' as const) : ('better' as const),
        text: changeWords(change, trend),
      })),
    ].filter(({ index }) => index >= 0),
  };
}

export function holderOf(series: string, metric: string): string {
  return `chart-${series}-${metric.replace('.', '-')}`;
}
