/** The story of two runs as charts with a line for each, on a clock that begins with each one's load. */
import type { Side } from '../../history/compare-pair.ts';
import { type EventSpan, eventSpans } from '../html/bands.ts';
import type { Chart } from '../html/chart-data.ts';
import type { ChartedRun } from '../html/page-data.ts';
import { timeAxis } from '../html/time-axis.ts';
import { LETTERS, SIDES } from '../pair-words.ts';
import type { Drawn, ShownRuns } from './drawn-run.ts';
import { instancesLane, trackedLane } from './fleet-lanes.ts';
import { errorsLane, latencyLane, requestsLane } from './load-lanes.ts';
import { onOneScale } from './one-scale.ts';

export function chartedPair(runs: ShownRuns): ChartedRun {
  const drawn = SIDES.map((side): Drawn => {
    const { verdict, timeline } = runs[side];
    return { ...runs[side], side, axis: timeAxis(timeline, verdict.scalingEvents) };
  }) as [Drawn, Drawn];
  const charts = [
    ...onOneScale(drawn, requestsLane),
    ...onOneScale(drawn, errorsLane),
    instancesLane(drawn.toReversed()),
    ...onOneScale(drawn, trackedLane),
    latencyLane(drawn.toReversed()),
  ];
  const from = Math.min(...drawn.map(({ axis }) => axis.from));
  const to = Math.max(...drawn.map(({ axis }) => axis.to));
  const data = {
    ...{ from, to },
    charts: charts.map((chart) => spanning(chart, from, to)).filter(hasValues),
    // Those of two runs over each other would be a colour of neither: the strip shows them.
    bands: [],
  };
  return { data, events: scaleOutsOf(drawn, from, to) };
}

/** A's above B's. */
function scaleOutsOf(drawn: readonly Drawn[], from: number, to: number): EventSpan[] {
  let rows = 0;
  return drawn.flatMap(({ side, verdict, axis }) => {
    const scaleOuts = verdict.scalingEvents.filter(({ direction }) => direction === 'out');
    const spans = eventSpans(scaleOuts, axis.secondOf, (index) => nameOf(side, index))
      .filter((span) => span.to >= from && span.from <= to)
      .map((span) => ({ ...span, row: span.row + rows }));
    rows = Math.max(rows, ...spans.map(({ row }) => row + 1));
    return spans;
  });
}

/** As the table of stages numbers them. */
function nameOf(side: Side, index: number): string {
  return `${LETTERS[side]}${index + 1}`;
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

/** Beside bounds and targets. */
function hasValues({ series }: Chart): boolean {
  return series.some(
    ({ label, values }) => !/(target|limit)$/.test(label) && values.some((value) => value !== null),
  );
}
