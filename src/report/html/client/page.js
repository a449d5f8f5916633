/** Draws all charts, moves their one cursor, and keeps the zoom and the selection in the URL. */
/** @import { Chart, PageData } from '../chart-data.ts' */
/** @import { View } from './view.js' */
import uPlot from 'uplot';
import { clock } from '../../../format/numbers.js';
import { drawBands, placeLabels } from './bands.js';
import { options } from './charts.js';
import { buildLegend, fillLegend, sentence } from './legend.js';
import { lightUp, stageOf } from './lighting.js';
import { redrawOnChange } from './redraw.js';
import { columnsOf } from './stack.js';
import { revealButtons, takeAway } from './take-away.js';
import { unpack } from './unpack.js';
import { around, fragmentOf, isWhole, readView, within } from './view.js';

/** CSS pixels of a chart on A4, at the zoom of the style sheet. */
const PRINT_WIDTH = 830;
/** CSS pixels; the lanes of the story are lower, because all of them should fit on a screen. */
const HEIGHTS = { fewLanes: 88, manyLanes: 82, other: 170 };

/** @typedef {{ chart: Chart, plot: uPlot, holder: HTMLElement, list: HTMLElement }} Drawn */

/** @param {string} id */
const byId = (id) => document.getElementById(id);

/** @type {PageData} */
let data = unpack(JSON.parse(byId('report-data')?.textContent ?? ''));
/** @type {View} */
let view = readView(location.hash, data);
/** @type {string | null} The stage under the mouse or with the focus. */
let lit = null;
/** @type {Drawn[]} In the order of the charts. */
let drawn = [];
/** A chart that is redrawn while the mouse drags across it would lose the drag. */
let isPressed = false;
/** @type {PageData | null} What came meanwhile. */
let waiting = null;

const fillLegends = () => {
  for (const { chart, plot, list } of drawn) {
    fillLegend(
      chart,
      list,
      plot.cursor.left != null && plot.cursor.left >= 0 ? (plot.cursor.idx ?? null) : null,
      view,
    );
  }
  const [first] = drawn;
  const left = first?.plot.cursor.left ?? -1;
  const text = byId('view');
  if (!first || !text) return;
  const at =
    left >= 0 ? `at ${clock(Math.max(0, first.plot.posToVal(left, 'x')))}` : 'highest in view';
  text.textContent = isWhole(view, data) ? at : `${clock(view.from)} to ${clock(view.to)}, ${at}`;
};

/** @param {Chart} chart @returns {Drawn[]} none where it has no room yet, as in a closed group */
const drawChart = (chart) => {
  const holder = byId(`chart-${chart.id}`);
  const list = byId(`legend-${chart.id}`);
  if (!holder || !list || holder.clientWidth === 0) return [];
  const inStory = chart.group === 'story';
  const lanes = data.charts.filter(({ group }) => group === 'story');
  const place = {
    width: holder.clientWidth,
    height: inStory ? (lanes.length > 4 ? HEIGHTS.manyLanes : HEIGHTS.fewLanes) : HEIGHTS.other,
    timeAxis: !inStory || chart === lanes.at(-1),
  };
  const hooks = {
    drawClear: [drawBands(data.bands, () => lit ?? view.selected)],
    setCursor: [fillLegends],
    setSelect: [
      (/** @type {uPlot} */ u) => {
        const { left, width } = u.select;
        if (width > 0) show({ from: u.posToVal(left, 'x'), to: u.posToVal(left + width, 'x') });
      },
    ],
  };
  const values = /** @type {uPlot.AlignedData} */ (columnsOf(chart));
  buildLegend(chart, list);
  const plot = new uPlot(options(chart, place, hooks), values, holder);
  plot.setScale('x', { min: view.from, max: view.to });
  return [{ chart, plot, holder, list }];
};

const draw = () => {
  for (const { plot } of drawn) plot.destroy();
  drawn = data.charts.flatMap(drawChart);
  revealButtons();
  update();
  // Lets tests see that the page worked.
  document.documentElement.dataset.charts = String(drawn.length);
};

/** Brings everything in line with the view. */
const update = () => {
  for (const { plot } of drawn) plot.setScale('x', { min: view.from, max: view.to });
  for (const strip of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll('.strip')
  )) {
    placeLabels(strip, view);
  }
  const button = byId('whole-run');
  if (button) button.hidden = isWhole(view, data) && view.selected === null;
  lightUp(lit, view.selected);
  fillLegends();
};

/** @param {Partial<View>} wanted */
const show = (wanted) => {
  const span = within({ from: wanted.from ?? view.from, to: wanted.to ?? view.to }, data);
  view = { ...span, selected: wanted.selected === undefined ? view.selected : wanted.selected };
  const address = `${location.pathname}${location.search}${fragmentOf(view, data)}`;
  history.replaceState(null, '', address);
  update();
};

const showWholeRun = () => show({ from: data.from, to: data.to, selected: null });

/** @param {PageData} newer of the same run, as it grows */
export const showNewer = (newer) => {
  if (isPressed) {
    waiting = newer;
    return;
  }
  const whole = isWhole(view, data);
  data = newer;
  view = {
    ...(whole ? { from: data.from, to: data.to } : within(view, data)),
    selected: view.selected,
  };
  draw();
};

/** @param {string | null} stage */
const light = (stage) => {
  if (stage === lit) return;
  lit = stage;
  lightUp(lit, view.selected);
  for (const { plot } of drawn) plot.redraw(false, false);
};

/** @param {Drawn} focused @param {number} wanted a second of the time axis */
const moveCursor = (focused, wanted) => {
  const { plot } = focused;
  const second = Math.min(view.to, Math.max(view.from, wanted));
  plot.setCursor({ left: plot.valToPos(second, 'x'), top: 1 });
  const readout = byId('readout');
  if (readout) {
    readout.textContent = sentence(
      second,
      drawn
        .filter(({ chart }) => chart.group === 'story' || chart === focused.chart)
        .map((one) => [one.chart, one.plot.cursor.idx ?? null]),
    );
  }
};

/** @param {number} factor below 1 to see less of the run @param {number} middle */
const zoom = (factor, middle) => {
  const half = ((view.to - view.from) * factor) / 2;
  show({ from: middle - half, to: middle + half });
};

/** @param {KeyboardEvent} event */
const onKey = (event) => {
  const focused = drawn.find(({ holder }) => holder === event.target);
  if (!focused || event.ctrlKey || event.metaKey || event.altKey) return;
  const { plot } = focused;
  const x = plot.data[0];
  const index = plot.cursor.idx ?? x.findIndex((second) => second >= view.from);
  const second = x[index] ?? view.from;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step !== undefined) {
    const wanted = index + step * (event.shiftKey ? 10 : 1);
    moveCursor(focused, x[Math.min(x.length - 1, Math.max(0, wanted))] ?? view.from);
  } else if (event.key === 'Home') moveCursor(focused, view.from);
  else if (event.key === 'End') moveCursor(focused, view.to);
  else if (event.key === '+' || event.key === '=') zoom(0.5, second);
  else if (event.key === '-') zoom(2, second);
  else if (event.key === 'Escape') showWholeRun();
  else return;
  event.preventDefault();
};

/** A link to a moment shows it in the charts; without this script it leads nowhere. @param {MouseEvent} event */
const onClick = (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.closest('#whole-run')) showWholeRun();
  takeAway(target, data);
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest('a.moment'));
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const wanted = readView(link.hash, data);
  const again = wanted.selected !== null && wanted.selected === view.selected;
  if (again) showWholeRun();
  else show({ ...around(wanted), selected: wanted.selected });
  if (!link.closest('#story')) byId('story')?.scrollIntoView({ block: 'start' });
};

draw();
addEventListener('hashchange', () => {
  view = readView(location.hash, data);
  update();
});
document.addEventListener('click', onClick);
document.addEventListener('dblclick', (event) => {
  if (/** @type {Element} */ (event.target).closest('.chart')) showWholeRun();
});
document.addEventListener('keydown', onKey);
document.addEventListener('pointerdown', ({ target }) => {
  isPressed = /** @type {Element} */ (target).closest('.chart') !== null;
});
for (const type of /** @type {const} */ (['pointerup', 'pointercancel'])) {
  document.addEventListener(type, () => {
    isPressed = false;
    // Once uPlot has ended its own drag.
    if (waiting) setTimeout(showNewer, 0, waiting);
    waiting = null;
  });
}
for (const type of /** @type {const} */ (['pointerover', 'focusin'])) {
  document.addEventListener(type, (event) => light(stageOf(/** @type {Element} */ (event.target))));
}
// Groups that were closed have no width to draw in.
document.addEventListener(
  'toggle',
  (event) => {
    const isGroup = /** @type {Element} */ (event.target).matches('.charts');
    if (isGroup && drawn.length < data.charts.length) draw();
  },
  true,
);
redrawOnChange(draw, () => drawn, PRINT_WIDTH);
