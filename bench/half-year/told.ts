/** What is said of a history each morning, with what was known by then. */

import { inUnit } from '../../src/format/units.js';
import type { RunEntry } from '../../src/history/entry.ts';
import { type JudgedMetric, judgeHistory } from '../../src/history/judge-history.ts';
import { metricOf, titleOf } from '../../src/history/metrics.ts';
import { figures, percent, table, words } from '../table.ts';

/** A change of a metric. Nights are numbered from 1. */
export interface Told {
  readonly id: string;
  readonly state: 'regression' | 'improvement';
  readonly onNight: number;
  readonly firstNight: number;
  readonly firstCommit: string | null;
  readonly lastGoodNight: number;
  readonly size: number;
  readonly relativeSize: number | null;
}

export interface Mornings {
  readonly told: readonly Told[];
  /** Nights in which some metric was in doubt and none had changed. */
  readonly inDoubt: readonly number[];
}

/** @param runs of one series, a night each, in order */
export function morningsOf(runs: readonly RunEntry[]): Mornings {
  const numbers = new Map(runs.map(({ runId }, index) => [runId, index + 1]));
  const told: Told[] = [];
  const inDoubt: number[] = [];
  for (const index of runs.keys()) {
    const { metrics, result } = judgeHistory(runs.slice(0, index + 1), []);
    told.push(...metrics.flatMap((metric) => toldOf(metric, index + 1, numbers)));
    if (result === 'in-doubt') inDoubt.push(index + 1);
  }
  return { told, inDoubt };
}

function toldOf(
  { id, judgment, firstChanged, lastGood }: JudgedMetric,
  onNight: number,
  numbers: ReadonlyMap<string, number>,
): Told[] {
  const { state } = judgment;
  if (state === 'steady' || state === 'in-doubt' || state === 'insufficient-history') return [];
  const { size, relativeSize } = judgment.change!;
  return [
    {
      ...{ id, state, onNight, size, relativeSize },
      firstNight: numbers.get(firstChanged!.runId)!,
      firstCommit: firstChanged!.commit,
      lastGoodNight: numbers.get(lastGood!.runId)!,
    },
  ];
}

/** One row for each metric: when it was told first, and what is said of it in the end. */
export function toldTable({ told }: Mornings): string {
  const rows = [...Map.groupBy(told, ({ id }) => id).values()].map((of) => ({
    first: of[0]!,
    last: of.at(-1)!,
  }));
  return table<(typeof rows)[number]>(
    [
      words('metric', ({ last }) => titleOf(last.id)),
      words('said', ({ last }) => last.state),
      figures('told from night', ({ first }) => String(first.onNight)),
      figures('first bad night', ({ last }) => String(last.firstNight)),
      figures('last good night', ({ last }) => String(last.lastGoodNight)),
      figures('change', ({ last: { id, size } }) => inUnit(size, metricOf(id)!.unit)),
      figures('of the normal', ({ last: { relativeSize } }) =>
        relativeSize === null ? '–' : percent(relativeSize),
      ),
    ],
    rows.toSorted(
      (left, right) =>
        left.last.firstNight - right.last.firstNight || left.first.onNight - right.first.onNight,
    ),
  );
}
