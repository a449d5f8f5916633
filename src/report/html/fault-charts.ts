/** Charts of whose fault it was: latency by part, accuracy, what instances carried, and the generator itself. */
import type { Timeline } from '../../analysis/timeline.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { accuracyChart } from './accuracy-chart.ts';
import { carriedChart } from './carried-chart.ts';
import type { Chart } from './chart-data.ts';
import { generatorCharts } from './generator-charts.ts';
import { splitChart } from './split-chart.ts';
import type { TimeAxis } from './time-axis.ts';

/** @returns charts, some possibly without lines */
export function faultCharts(verdict: Verdict, timeline: Timeline, axis: TimeAxis): Chart[] {
  return [
    splitChart(timeline, axis, verdict.target.way),
    accuracyChart(verdict, timeline, axis),
    carriedChart(verdict, timeline, axis),
    ...generatorCharts(verdict, timeline, axis),
  ];
}
