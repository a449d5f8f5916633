/** uPlot options per chart. All charts share the time axis, the cursor and the zoom. */
/** @import { Chart, ChartSeries } from '../chart-data.ts' */
import uPlot from 'uplot';
import { clock, compact, milliseconds, seconds } from '../../../format/numbers.js';
import { color } from './colors.js';
import { VALUE_FORMATS } from './values.js';

const DASHES = { solid: [], dashed: [7, 4], dotted: [2, 3] };
const STEPPED = uPlot.paths.stepped?.({ align: 1 });
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const NARROW = 560;

/** @type {Record<Chart['format'], (value: number) => string>} */
const AXIS_FORMATS = {
  ...VALUE_FORMATS,
  count: compact,
  milliseconds: (value) => (value < 1_000 ? milliseconds(value) : seconds(value / 1_000)),
};

/** @param {Chart} chart @returns {(series: ChartSeries) => uPlot.Series} */
const seriesOptions = (chart) => (series) => {
  const stroke = color(series.color);
  return {
    label: series.label,
    stroke,
    width: series.line === 'solid' ? 2 : 1.5,
    dash: DASHES[series.line],
    // Stacked fills cover each other, so they are opaque.
    ...(series.filled ? { fill: chart.stacked ? stroke : `${stroke}1f` } : {}),
    ...(series.stepped && STEPPED ? { paths: STEPPED } : {}),
    points: { show: false },
  };
};

/** With room above the highest value. @param {number} min @param {number} max @returns {[number, number]} */
const logarithmicRange = (min, max) => {
  const bottom = min * 0.7;
  return [bottom, max * Math.max(2, max / bottom) ** 0.4];
};

/**
 * From zero, with room above the highest value; more where the title lies in the chart.
 * @param {Chart} chart
 * @returns {uPlot.Scale}
 */
const yScale = ({ logarithmic, format, group }) => {
  if (logarithmic)
    return { distr: 3, range: (_, min, max) => logarithmicRange(min ?? 1, max ?? 10) };
  const room = group === 'story' ? 1.5 : 1.08;
  const least = format === 'instances' ? 0.5 : 0;
  return { range: (_, _min, max) => [0, Math.max((max ?? 0) + least, (max || 1) * room)] };
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
 * @param {object} place
 * @param {number} place.width CSS pixels
 * @param {number} place.height CSS pixels, without the time axis
 * @param {boolean} place.timeAxis whether it has a time axis of its own, below it
 * @param {uPlot.Hooks.Arrays} hooks
 * @returns {uPlot.Options}
 */
export const options = (chart, { width, height, timeAxis }, hooks) => {
  /** @type {uPlot.Axis} */
  const axis = {
    stroke: color('soft'),
    grid: { stroke: color('grid'), width: 1 },
    ticks: { stroke: color('grid'), width: 1, size: 4 },
    font: '12px system-ui, sans-serif',
    gap: 4,
  };
  const wide = width >= NARROW;
  return {
    width,
    height: height + (timeAxis ? TIME_AXIS : 0),
    padding: [6, PADDING, timeAxis ? 0 : 7, 0],
    legend: { show: false },
    cursor: {
      sync: { key: 'run' },
      drag: { x: true, y: false },
      y: false,
      dataIdx: indexAt(chart),
      points: { size: 6 },
      // The page shows the whole run itself: the zoom is in the URL, too.
      bind: { dblclick: () => null },
    },
    scales: { x: { time: false }, y: yScale(chart) },
    axes: [
      {
        ...axis,
        size: timeAxis ? TIME_AXIS : 0,
        incrs: TIME_STEPS,
        space: 55,
        values: (_, splits) => splits.map((second) => (timeAxis ? clock(second) : '')),
        ...(timeAxis ? {} : { ticks: { show: false } }),
      },
      {
        ...axis,
        size: wide ? AXIS_WIDTH : NARROW_AXIS_WIDTH,
        space: 28,
        ...(chart.format === 'instances' ? { incrs: WHOLE_STEPS } : {}),
        // uPlot passes null for labels of a logarithmic axis that would overlap.
        values: (_, splits) =>
          splits.map((value) => (value == null ? '' : AXIS_FORMATS[chart.format](value))),
      },
    ],
    series: [{}, ...chart.series.map(seriesOptions(chart))],
    hooks,
  };
};

/** Height of a time axis, CSS pixels. */
const TIME_AXIS = 26;
/** Of a value axis, as in the style sheet's `--axis`. */
const AXIS_WIDTH = 56;
const NARROW_AXIS_WIDTH = 50;
/** Right of the plot, as in the style sheet's `--after`. */
const PADDING = 8;
