/** The data of the page's script: charts from the timeline, marks from the verdict's stages. */
import type { Timeline } from '../../analysis/timeline.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import type { PageData } from './chart-data.ts';
import { instancesChart, trackedChart } from './fleet-charts.ts';
import { functionCharts, gatewayCharts } from './function-charts.ts';
import { latencyChart, outcomesChart, requestsChart } from './load-charts.ts';
import { modelCharts } from './model-charts.ts';
import { stageMarks, timeAxis } from './time-axis.ts';

export function pageData(verdict: Verdict, timeline: Timeline): PageData {
  const marks = stageMarks(verdict, timeline);
  const axis = timeAxis(timeline, marks);
  const charts = [
    requestsChart(timeline, axis),
    latencyChart(timeline, axis),
    instancesChart(timeline, axis),
    trackedChart(timeline, axis),
    outcomesChart(timeline, axis),
    ...gatewayCharts(timeline, axis),
    ...functionCharts(timeline, axis),
    ...modelCharts(timeline, axis),
  ];
  return {
    from: axis.from,
    to: axis.to,
    // Omit empty charts; the section says so if none are left.
    charts: charts.filter((chart) =>
      chart.series.some((series) => series.values.some((value) => value !== null)),
    ),
    marks: marks.filter((mark) => mark.second >= axis.from && mark.second <= axis.to),
  };
}
