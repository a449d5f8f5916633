/** Browser script: draws all charts, and again when width, colours or medium change. */
export const CLIENT_PAGE = `
const data = JSON.parse(document.getElementById('report-data').textContent);
const holders = new Map(data.charts.map((chart) => [chart, document.getElementById('chart-' + chart.id)]));
const PRINT_WIDTH = 660;
let plots = [];

const draw = () => {
  for (const plot of plots) plot.destroy();
  plots = data.charts.map((chart) => {
    const holder = holders.get(chart);
    return new uPlot(options(chart, holder.clientWidth), [chart.x, ...chart.series.map((one) => one.values)], holder);
  });
  // Read by those who want to know whether the page worked: tests, screen scrapers.
  document.documentElement.dataset.charts = String(plots.length);
};

const resize = (width) => plots.forEach((plot, index) => {
  const wanted = width ?? holders.get(data.charts[index]).clientWidth;
  if (wanted > 0 && wanted !== plot.width) plot.setSize({ width: wanted, height: plot.height });
});

const wholeRun = () => {
  for (const plot of plots) plot.setScale('x', { min: data.from, max: data.to });
};

/** The arrow keys move the cursor of the focused chart, and with it that of all others. */
const moveCursor = (index, event) => {
  const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (steps === undefined) return;
  event.preventDefault();
  const { data: [x], cursor } = plots[index];
  const at = Math.min(x.length - 1, Math.max(0, (cursor.idx ?? 0) + steps * (event.shiftKey ? 10 : 1)));
  for (const plot of plots) plot.setCursor({ left: plot.valToPos(x[at], 'x'), top: 1 });
};

draw();
document.getElementById('whole-run')?.addEventListener('click', wholeRun);
[...holders.values()].forEach((holder, index) => {
  holder.addEventListener('keydown', (event) => moveCursor(index, event));
});
new ResizeObserver(() => resize()).observe(document.querySelector('main'));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
matchMedia('print').addEventListener('change', (event) => { draw(); resize(event.matches ? PRINT_WIDTH : undefined); });
addEventListener('beforeprint', () => resize(PRINT_WIDTH));
addEventListener('afterprint', () => resize());
`;
