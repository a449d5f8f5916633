/** What the charts of a run show: its series from the timeline, and the waits of its scale-outs over them. */
import type { Timeline } from '../../analysis/timeline.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { limitOf } from '../check-limits.ts';
import { type EventSpan, eventSpans } from './bands.ts';
import type { PageData } from './chart-data.ts';
import { faultCharts } from './fault-charts.ts';
import { instancesChart, trackedChart } from './fleet-charts.ts';
import { functionCharts, gatewayCharts } from './function-charts.ts';
import { latencyChart, outcomesChart, requestsChart } from './load-charts.ts';
import { modelCharts } from './model-charts.ts';
import { timeAxis } from './time-axis.ts';

export interface ChartedRun {
  readonly data: PageData;
  readonly events: readonly EventSpan[];
}

export function chartedRun(verdict: Verdict, timeline: Timeline): ChartedRun {
  const axis = timeAxis(timeline, verdict.scalingEvents);
  const charts = [
    requestsChart(timeline, axis),
    outcomesChart(timeline, axis),
    instancesChart(timeline, axis),
    trackedChart(timeline, axis),
    latencyChart(timeline, axis, limitOf(verdict, 'latency', 'ms')),
    ...gatewayCharts(timeline, axis),
    ...functionCharts(timeline, axis),
    ...modelCharts(timeline, axis),
    ...faultCharts(verdict, timeline, axis),
  ];
  const events = eventSpans(verdict.scalingEvents, axis.secondOf).filter(
    ({ from, to }) => to >= axis.from && from <= axis.to,
  );
  const data = {
    ...{ from: axis.from, to: axis.to },
    // Omit empty charts; the section says so if none are left.
    charts: charts.filter((chart) =>
      chart.series.some(({ values }) => values.some((value) => value !== null)),
    ),
    bands: events.flatMap(({ bands }) =>
      bands.map(({ tag, part, from, to }) => ({ tag, part, from, to })),
    ),
  };
  return { data, events };
}
