/** A history as one line of values for each metric of each series, with what is normal for it. */
import { median } from '../statistics/order-statistics.ts';
import { acceptancesOf } from './acceptances.ts';
import { usable } from './comparable.ts';
import type { Acceptance, RunEntry } from './entry.ts';
import type { History } from './history.ts';
import { inOrder, type Metric, metricOf, titleOf } from './metrics.ts';
import type { SeriesKey } from './series-key.ts';

/** A metric changed for good: found by whoever judges nights, drawn by whoever shows trends. */
export interface Change {
  readonly series: string;
  /** Its id. */
  readonly metric: string;
  /** The first run that has the change, and the last one that had it not. */
  readonly firstRunId: string;
  readonly lastGoodRunId: string | null;
  /** As the metric's `compareBy` says: 0.1 is 10 % more, or ten points. */
  readonly change: number;
  readonly isWorse: boolean;
}

export interface Trend extends Pick<Metric, 'unit' | 'better' | 'compareBy'> {
  readonly id: string;
  readonly title: string;
  /** One a run of the series; null where a run could not tell. */
  readonly values: readonly (RunEntry['metrics'][string] | null)[];
  /** Of the newest run that can be compared: not in doubt, and complete. */
  readonly last: number | null;
  /** The median of the runs before: since the last acceptance, and before the first change after it. */
  readonly baseline: number | null;
  /** The last against the baseline, as `compareBy` says; null where a ratio has no meaning. */
  readonly change: number | null;
  readonly changes: readonly Change[];
}

export interface SeriesTrends {
  readonly series: string;
  readonly key: SeriesKey;
  /** By the time of their start. */
  readonly runs: readonly RunEntry[];
  readonly acceptances: readonly Acceptance[];
  readonly trends: readonly Trend[];
}

/** @returns that of the newest run first */
export function trendsOf(
  { runs, acceptances }: Pick<History, 'runs' | 'acceptances'>,
  changes: readonly Change[],
): SeriesTrends[] {
  const bySeries = Map.groupBy(runs.toReversed(), ({ series }) => series);
  return [...bySeries].map(([series, newestFirst]) => {
    const own = newestFirst.toReversed();
    const accepted = acceptances.filter((acceptance) => acceptance.series === series);
    const found = changes.filter((change) => change.series === series);
    const all = { runs: own, counted: usable(own).runs, acceptances: accepted };
    const ids = new Set(own.flatMap(({ metrics }) => Object.keys(metrics)));
    return {
      ...{ series, key: own[0]!.key, runs: own, acceptances: accepted },
      trends: inOrder([...ids]).map((id) =>
        trendOf(
          id,
          all,
          found.filter(({ metric }) => metric === id),
        ),
      ),
    };
  });
}

interface OfSeries extends Pick<SeriesTrends, 'runs' | 'acceptances'> {
  /** The runs that can be compared. */
  readonly counted: readonly RunEntry[];
}

function trendOf(
  id: string,
  { runs, counted: comparable, acceptances }: OfSeries,
  changes: readonly Change[],
): Trend {
  const { unit, better, compareBy } = metricOf(id)!;
  const counted = comparable.filter(({ metrics }) => metrics[id] !== undefined);
  const last = counted.at(-1)?.metrics[id]?.value ?? null;
  const normalFrom = Math.max(0, ...acceptancesOf(id, acceptances).map(({ fromMs }) => fromMs));
  const normalUntil = Math.min(
    ...changes
      .map(({ firstRunId }) => runs.find(({ runId }) => runId === firstRunId)?.startedAtMs ?? 0)
      .filter((changedMs) => changedMs > normalFrom),
  );
  const normal = counted
    .slice(0, -1)
    .filter(({ startedAtMs: at }) => at >= normalFrom && at < normalUntil)
    .map(({ metrics }) => metrics[id]!.value);
  const baseline = normal.length === 0 ? null : median(normal);
  return {
    ...{ id, title: titleOf(id), unit, better, compareBy },
    values: runs.map(({ metrics }) => metrics[id] ?? null),
    ...{ last, baseline, change: changeOf(last, baseline, compareBy), changes },
  };
}

function changeOf(
  last: number | null,
  baseline: number | null,
  compareBy: Metric['compareBy'],
): number | null {
  if (last === null || baseline === null) return null;
  if (compareBy === 'difference') return last - baseline;
  return baseline > 0 ? last / baseline - 1 : null;
}
