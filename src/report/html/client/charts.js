/** uPlot options per chart. All charts share the time axis, the cursor and the zoom. */
/** @import { Chart, ChartSeries, Mark } from '../chart-data.ts' */
import uPlot from 'uplot';
import { clock, compact, figure, milliseconds, percent, seconds } from '../../../format/numbers.js';
import { color } from './colors.js';
import { drawMarks, STRIP } from './marks.js';

const DASHES = { solid: [], dashed: [7, 4], dotted: [2, 3] };
const STEPPED = uPlot.paths.stepped?.({ align: 1 });
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** @type {Record<Chart['format'], (value: number) => string>} */
const AXIS_FORMATS = {
  count: compact,
  milliseconds: (value) => (value < 1_000 ? milliseconds(value) : seconds(value / 1_000)),
  percent: (value) => percent(value / 100),
  instances: figure,
};
/** @type {Record<Chart['format'], (value: number) => string>} */
const LEGEND_FORMATS = { ...AXIS_FORMATS, count: figure, milliseconds };

/** @param {Chart} chart @returns {(series: ChartSeries) => uPlot.Series} */
const seriesOptions = (chart) => (series) => {
  const stroke = color(series.color);
  return {
    label: series.label,
    stroke,
    width: series.line === 'solid' ? 2 : 1.5,
    dash: DASHES[series.line],
    ...(series.filled ? { fill: `${stroke}1f` } : {}),
    ...(series.stepped && STEPPED ? { paths: STEPPED } : {}),
    points: { show: false },
    value: (_, value) => (value == null ? '–' : LEGEND_FORMATS[chart.format](value)),
  };
};

/** @param {Chart} chart @returns {uPlot.Scale} */
const yScale = ({ logarithmic, format }) =>
  logarithmic
    ? { distr: 3 }
    : {
        range: (_, _min, max) => [0, format === 'instances' ? (max ?? 0) + 0.5 : (max || 1) * 1.08],
      };

/**
 * A stepped value holds until the next, so the cursor shows the previous point, not the nearest.
 * @param {Chart} chart
 * @returns {uPlot.Cursor.DataIdxRefiner}
 */
const indexAt =
  ({ x, series }) =>
  (_, _series, nearest, second) =>
    nearest > 0 && (x[nearest] ?? 0) > second && series.some(({ stepped }) => stepped)
      ? nearest - 1
      : nearest;

/**
 * @param {Chart} chart
 * @param {readonly Mark[]} marks
 * @param {number} width CSS pixels
 * @returns {uPlot.Options}
 */
export const options = (chart, marks, width) => {
  /** @type {uPlot.Axis} */
  const axis = {
    stroke: color('soft'),
    grid: { stroke: color('grid'), width: 1 },
    ticks: { stroke: color('grid'), width: 1 },
    font: '12px system-ui, sans-serif',
  };
  return {
    width,
    height: width < 560 ? 180 : 200,
    padding: [STRIP, 12, 0, 0],
    cursor: {
      sync: { key: 'run' },
      drag: { x: true, y: false },
      y: false,
      dataIdx: indexAt(chart),
    },
    scales: { x: { time: false }, y: yScale(chart) },
    axes: [
      { ...axis, size: 32, incrs: TIME_STEPS, space: 55, values: (_, splits) => splits.map(clock) },
      {
        ...axis,
        size: 58,
        space: 32,
        ...(chart.format === 'instances' ? { incrs: WHOLE_STEPS } : {}),
        // uPlot passes null for labels of a logarithmic axis that would overlap.
        values: (_, splits) =>
          splits.map((value) => (value == null ? '' : AXIS_FORMATS[chart.format](value))),
      },
    ],
    legend: {
      markers: {
        width: 2,
        dash: (_, index) => chart.series[index - 1]?.line ?? 'solid',
      },
    },
    series: [
      { label: 'time', value: (_, value) => (value == null ? '–' : clock(value)) },
      ...chart.series.map(seriesOptions(chart)),
    ],
    hooks: { draw: [drawMarks(marks)] },
  };
};
