/** uPlot options of a small chart. The charts of a series share the axis of runs, the cursor and the zoom. */
/** @import { PageChart, PageRun } from '../chart-data.ts' */
import uPlot from 'uplot';
import { dayOf } from '../../../format/numbers.js';
import { inUnit } from '../../../format/units.js';
import { color } from '../../html/client/colors.js';
import { drawRuns, STRIP } from './draw-runs.js';
import { valueRange } from './value-range.js';

const HEIGHT = 150;
const LABEL = 84;

/** Axes have room for seven characters. @param {number} value @param {PageChart['unit']} unit */
const brief = (value, unit) => inUnit(value, unit).replace(' ', '');

/** So many labels as have room, at runs. @param {uPlot} u @param {number} from @param {number} to */
const placesOf = (u, from, to) => {
  const [first, last] = [Math.max(0, Math.ceil(from)), Math.floor(to)];
  const count = Math.max(1, Math.floor(u.bbox.width / uPlot.pxRatio / LABEL));
  const step = Math.max(1, Math.ceil((last - first + 1) / count));
  const places = [];
  for (let index = first; index <= last; index += step) places.push(index);
  return places;
};

/**
 * @param {string} series
 * @param {readonly PageRun[]} runs
 * @param {PageChart} chart
 * @param {number} width CSS pixels
 * @param {(index: number | null) => void} point called with the run under the cursor
 * @returns {uPlot.Options}
 */
export const options = (series, runs, chart, width, point) => {
  const axis = { stroke: color('soft'), font: '11px system-ui, sans-serif' };
  const lines = { stroke: color('grid'), width: 1 };
  const range = valueRange(chart.values, [...chart.low, ...chart.high, chart.baseline]);
  return {
    ...{ width, height: HEIGHT, padding: [STRIP, 8, 0, 0] },
    legend: { show: false },
    cursor: {
      sync: { key: series, setSeries: false },
      drag: { x: true, y: false },
      y: false,
      points: { show: false },
    },
    scales: {
      x: {
        time: false,
        range: (_, from, to) => [Math.max(-0.5, from - 0.5), Math.min(runs.length - 0.5, to + 0.5)],
      },
      y: { range },
    },
    axes: [
      {
        ...{ ...axis, size: 22, gap: 4, grid: { show: false }, ticks: { ...lines, size: 4 } },
        splits: (u, _, from, to) => placesOf(u, from, to),
        values: (_, splits) => splits.map((index) => (runs[index] ? dayOf(runs[index].atMs) : '')),
      },
      {
        ...{ ...axis, size: 54, gap: 4, space: 34, grid: lines, ticks: { show: false } },
        values: (_, splits) => splits.map((value) => brief(value, chart.unit)),
      },
    ],
    series: [{}, { paths: () => null, points: { show: false } }],
    hooks: {
      draw: [drawRuns(runs, chart)],
      setCursor: [(u) => point(u.cursor.idx ?? null)],
    },
  };
};
