/** The story of two runs as charts with a line for each, on a clock that begins with each one's load. */
import type { Side } from '../../history/compare-pair.ts';
import type { Chart, Mark, PageData } from '../html/chart-data.ts';
import { timeAxis } from '../html/time-axis.ts';
import { LETTERS, SIDES } from '../pair-words.ts';
import { STAGE_TITLES } from '../stage-rows.ts';
import type { Drawn, ShownRun, ShownRuns } from './drawn-run.ts';
import { instancesLane, trackedLanes } from './fleet-lanes.ts';
import { errorsLane, latencyLane, requestsLane } from './load-lanes.ts';

export function pairData(runs: ShownRuns): PageData {
  const drawn = SIDES.map((side): Drawn => {
    const run = runs[side];
    return { ...run, side, axis: timeAxis(run.timeline, stageMarks(run, side)) };
  });
  // A on top: where the two are equal, B shows between its dashes.
  const upwards = drawn.toReversed();
  const charts = [
    requestsLane(upwards),
    instancesLane(upwards),
    ...trackedLanes(drawn),
    latencyLane(upwards),
    errorsLane(upwards),
  ];
  const [from, to] = [
    Math.min(...drawn.map(({ axis }) => axis.from)),
    Math.max(...drawn.map(({ axis }) => axis.to)),
  ];
  return {
    ...{ from, to },
    charts: charts.map((chart) => spanning(chart, from, to)).filter(hasValues),
    marks: drawn
      .flatMap((run) => stageMarks(run, run.side))
      .filter(({ second }) => second >= from && second <= to),
  };
}

/** Of seven stages of two runs, the two that matter: when AWS noticed, and when help was there. */
const MARKED = ['alarm', 'in-service'] as const;

/** Tagged by the run's letter and the stage's number. */
function stageMarks({ verdict, timeline }: ShownRun, side: Side): Mark[] {
  const first = verdict.scalingEvents.find(({ direction }) => direction === 'out');
  return (first?.stages ?? []).flatMap((stage, place): Mark[] => {
    const { id, atMs, plusMinusSeconds } = stage;
    if (atMs === null || !MARKED.some((marked) => marked === id)) return [];
    return [
      {
        tag: `${LETTERS[side]}${place + 1}`,
        title: STAGE_TITLES[id],
        second: (atMs - timeline.startMs) / 1_000,
        plusMinusSeconds: plusMinusSeconds ?? 0,
        direction: 'out',
      },
    ];
  });
}

/** Charts of one shared clock: each begins and ends where the page does. */
function spanning(chart: Chart, from: number, to: number): Chart {
  const { x, series } = chart;
  if (x.length === 0) return chart;
  const [before, after] = [x[0]! > from, x.at(-1)! < to];
  return {
    ...chart,
    x: [...(before ? [from] : []), ...x, ...(after ? [to] : [])],
    series: series.map((one) => ({
      ...one,
      values: [...(before ? [null] : []), ...one.values, ...(after ? [null] : [])],
    })),
  };
}

function hasValues({ series }: Chart): boolean {
  return series.some(({ values }) => values.some((value) => value !== null));
}
