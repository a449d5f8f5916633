/** What all lanes share: which run a line is of, and how that is seen. */
import type { Timeline } from '../../analysis/timeline.ts';
import type { Side } from '../../history/compare-pair.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import type { ChartSeries } from '../html/chart-data.ts';
import type { TimeAxis } from '../html/time-axis.ts';
import { LETTERS } from '../pair-words.ts';
import type { Lines } from './merge-charts.ts';

export interface ShownRun {
  readonly verdict: Verdict;
  /** Of the same run; an empty one leaves its lines out. */
  readonly timeline: Timeline;
  /** The address of its own page, relative to this one; null where there is none. */
  readonly href: string | null;
}

export type ShownRuns = Readonly<Record<Side, ShownRun>>;

/** With a lane's own axis: each run's charts span its own time, and the page spans both. */
export interface Drawn extends ShownRun {
  readonly side: Side;
  readonly axis: TimeAxis;
}

export type Look = Pick<ChartSeries, 'label' | 'color' | 'line'>;

/** Told apart by line and letter as well as by colour. */
export function look(side: Side, label: string, isSoft = false): Look {
  return {
    label: `${LETTERS[side]} ${label}`,
    color: `run-${side}${isSoft ? '-soft' : ''}`,
    line: side === 'a' ? 'dashed' : 'solid',
  };
}

/** A level that both share is one line; else each has its own. */
export function levels(
  of: readonly { readonly run: Drawn; readonly value: number | null }[],
  label: string,
): Lines[] {
  const isShared = of.every(({ value }) => value === of[0]?.value);
  const x = [
    Math.min(...of.map(({ run }) => run.axis.from)),
    Math.max(...of.map(({ run }) => run.axis.to)),
  ];
  const shown = isShared ? of.slice(0, 1) : of;
  return shown.flatMap(({ run: { side }, value }) =>
    value === null
      ? []
      : [
          {
            x,
            series: [
              {
                ...(isShared ? { label, color: 'ink' as const } : look(side, label, true)),
                ...{ line: 'dotted' as const, stepped: true, filled: false },
                values: [value, value],
              },
            ],
          },
        ],
  );
}
