/** Draws all charts and redraws them when width, colour scheme or medium changes. */
import uPlot from 'uplot';
import { options } from './charts.js';
import { unpack } from './unpack.js';

const PRINT_WIDTH = 660;

/** @param {string} id @returns {HTMLElement} */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const data = unpack(JSON.parse(element('report-data').textContent ?? ''));
const charts = data.charts.map((chart) => ({ chart, holder: element(`chart-${chart.id}`) }));
/** @type {uPlot[]} In the order of the charts. */
let plots = [];

const draw = () => {
  for (const plot of plots) plot.destroy();
  plots = charts.map(({ chart, holder }) => {
    const values = chart.series.map((series) => series.values);
    const drawn = /** @type {uPlot.AlignedData} */ ([chart.x, ...values]);
    return new uPlot(options(chart, data.marks, holder.clientWidth), drawn, holder);
  });
  // Lets tests see that the page worked.
  document.documentElement.dataset.charts = String(plots.length);
};

/** @param {number} [width] CSS pixels; the available width if absent */
const resize = (width) => {
  plots.forEach((plot, index) => {
    const wanted = width ?? charts[index]?.holder.clientWidth ?? 0;
    if (wanted > 0 && wanted !== plot.width) plot.setSize({ width: wanted, height: plot.height });
  });
};

const wholeRun = () => {
  for (const plot of plots) plot.setScale('x', { min: data.from, max: data.to });
};

/**
 * The arrow keys move the cursor of the focused chart and of all others with it.
 * @param {number} index
 * @param {KeyboardEvent} event
 */
const moveCursor = (index, event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const focused = plots[index];
  if (step === undefined || focused === undefined) return;
  event.preventDefault();
  const x = focused.data[0];
  const wanted = (focused.cursor.idx ?? 0) + step * (event.shiftKey ? 10 : 1);
  const second = x[Math.min(x.length - 1, Math.max(0, wanted))] ?? data.from;
  for (const plot of plots) plot.setCursor({ left: plot.valToPos(second, 'x'), top: 1 });
};

draw();
document.getElementById('whole-run')?.addEventListener('click', wholeRun);
charts.forEach(({ holder }, index) => {
  holder.addEventListener('keydown', (event) => moveCursor(index, event));
});
new ResizeObserver(() => resize()).observe(
  /** @type {HTMLElement} */ (document.querySelector('main')),
);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
matchMedia('print').addEventListener('change', (event) => {
  draw();
  resize(event.matches ? PRINT_WIDTH : undefined);
});
addEventListener('beforeprint', () => resize(PRINT_WIDTH));
addEventListener('afterprint', () => resize());
