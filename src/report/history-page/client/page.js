/** Draws the charts of the series that is shown, and follows clicks on runs. */
/** @import { HistoryPageData, PageChart, PageRun, PageSeries } from '../chart-data.ts' */
import uPlot from 'uplot';
import { dayOf } from '../../../format/numbers.js';
import { inUnit } from '../../../format/units.js';
import { redrawOnChange } from '../../html/client/redraw.js';
import { options } from './charts.js';
import { showRun } from './run-details.js';

const PRINT_WIDTH = 320;

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {HistoryPageData} */
const data = JSON.parse(byId('report-data').textContent ?? '');
const sections = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.series')]);
const choice = /** @type {HTMLSelectElement | null} */ (document.getElementById('series'));
/** @type {{ plot: uPlot, holder: HTMLElement }[]} */
let drawn = [];

/** @param {PageRun} run */
const openRun = (run) => {
  if (run.report === null) showRun(run);
  else location.href = run.report;
};

/** @param {PageChart} chart @param {PageRun | undefined} run @param {number} index */
const readout = (chart, run, index) => {
  const value = chart.values[index];
  if (run === undefined) return '';
  if (value == null) return `${dayOf(run.atMs)}: not known`;
  const [low, high] = [chart.low[index], chart.high[index]];
  const inside =
    low == null || high == null
      ? ''
      : ` (${inUnit(low, chart.unit)} to ${inUnit(high, chart.unit)})`;
  const of = run.commit?.slice(0, 10) ?? run.label;
  return `${dayOf(run.atMs)}${of ? `, ${of}` : ''}: ${inUnit(value, chart.unit)}${inside}${run.status === 'pass' ? '' : `, ${run.status}`}`;
};

/** @param {PageSeries} series @param {PageChart} chart */
const drawChart = ({ series, runs }, chart) => {
  const holder = document.getElementById(chart.holder);
  if (holder === null) return;
  const line = /** @type {HTMLElement} */ (holder.parentElement?.querySelector('.readout'));
  const point = (/** @type {number | null} */ index) => {
    line.textContent = index === null ? '' : readout(chart, runs[index], index);
  };
  const x = runs.map((_, index) => index);
  const values = /** @type {uPlot.AlignedData} */ ([x, [...chart.values]]);
  const plot = new uPlot(options(series, runs, chart, holder.clientWidth, point), values, holder);
  let pressedAt = 0;
  plot.over.addEventListener('mousedown', ({ clientX }) => {
    pressedAt = clientX;
  });
  plot.over.addEventListener('click', ({ clientX }) => {
    const run = runs[plot.cursor.idx ?? -1];
    if (run && Math.abs(clientX - pressedAt) < 4) openRun(run);
  });
  drawn.push({ plot, holder });
};

/** Of the series in view; the others have no width to draw in. */
const draw = () => {
  for (const { plot } of drawn) plot.destroy();
  drawn = [];
  for (const series of data.all) {
    const section = sections.find((one) => one.dataset.series === series.series);
    if (!section || section.hidden) continue;
    for (const chart of series.charts) drawChart(series, chart);
  }
  // Lets tests see that the page worked.
  document.documentElement.dataset.charts = String(drawn.length);
};

const choose = () => {
  for (const section of sections) {
    section.hidden =
      choice !== null && choice.value !== '' && section.dataset.series !== choice.value;
  }
  draw();
};

/** Arrow keys move the cursor over runs in all charts of the series, Enter opens the run. @param {KeyboardEvent} event */
const onKey = (event) => {
  const found = drawn.find(({ holder }) => holder === event.target);
  if (!found) return;
  const { plot } = found;
  const at = plot.cursor.idx ?? plot.data[0].length - 1;
  const runs = data.all.find(({ charts }) =>
    charts.some((chart) => chart.holder === found.holder.id),
  )?.runs;
  if (event.key === 'Enter' && runs?.[at]) openRun(runs[at]);
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const wanted = Math.min(
    plot.data[0].length - 1,
    Math.max(0, at + step * (event.shiftKey ? 10 : 1)),
  );
  plot.setCursor({ left: plot.valToPos(wanted, 'x'), top: 1 });
};

choose();
if (choice?.parentElement) choice.parentElement.hidden = false;
choice?.addEventListener('change', choose);
document.addEventListener('keydown', onKey);
redrawOnChange(draw, () => drawn, PRINT_WIDTH);
