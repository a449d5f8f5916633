/** Draws all charts, and moves the cursor of all together. */
import uPlot from 'uplot';
import { options } from './charts.js';
import { redrawOnChange } from './redraw.js';
import { unpack } from './unpack.js';

const PRINT_WIDTH = 660;

/** @param {string} id @returns {HTMLElement} */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const data = unpack(JSON.parse(element('report-data').textContent ?? ''));
const charts = data.charts.map((chart) => ({ chart, holder: element(`chart-${chart.id}`) }));
/** @type {{ plot: uPlot, holder: HTMLElement }[]} In the order of the charts. */
let drawn = [];

const draw = () => {
  for (const { plot } of drawn) plot.destroy();
  drawn = charts.map(({ chart, holder }) => {
    const columns = [chart.x, ...chart.series.map(({ values }) => values)];
    const values = /** @type {uPlot.AlignedData} */ (columns);
    const plot = new uPlot(options(chart, data.marks, holder.clientWidth), values, holder);
    return { plot, holder };
  });
  // Lets tests see that the page worked.
  document.documentElement.dataset.charts = String(drawn.length);
};

const wholeRun = () => {
  for (const { plot } of drawn) plot.setScale('x', { min: data.from, max: data.to });
};

/**
 * The arrow keys move the cursor of the focused chart and of all others with it.
 * @param {number} index
 * @param {KeyboardEvent} event
 */
const moveCursor = (index, event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const focused = drawn[index]?.plot;
  if (step === undefined || focused === undefined) return;
  event.preventDefault();
  const x = focused.data[0];
  const wanted = (focused.cursor.idx ?? 0) + step * (event.shiftKey ? 10 : 1);
  const second = x[Math.min(x.length - 1, Math.max(0, wanted))] ?? data.from;
  for (const { plot } of drawn) plot.setCursor({ left: plot.valToPos(second, 'x'), top: 1 });
};

draw();
document.getElementById('whole-run')?.addEventListener('click', wholeRun);
charts.forEach(({ holder }, index) => {
  holder.addEventListener('keydown', (event) => moveCursor(index, event));
});
redrawOnChange(draw, () => drawn, PRINT_WIDTH);
