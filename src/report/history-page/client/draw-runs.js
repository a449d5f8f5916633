/** Draws runs as dots with their intervals, verdicts as ticks, and what changed as lines. */
/** @import { PageChart, PageRun } from '../chart-data.ts' */
import uPlot from 'uplot';
import { color } from '../../html/client/colors.js';

/** Height of the strip for ticks and words above the plot, CSS pixels. */
export const STRIP = 24;
const TICK = 6;

/** @type {Record<PageRun['status'], string>} */
const STATUS_COLORS = { pass: 'main', fail: 'bad', inconclusive: 'warn', error: 'error' };
const MARK_COLORS = { worse: 'bad', better: 'good', accepted: 'mark' };

/** @param {readonly PageRun[]} runs @param {PageChart} chart @returns {(u: uPlot) => void} */
export const drawRuns = (runs, chart) => (u) => {
  u.ctx.save();
  drawIntervals(u, chart);
  // What did not pass is drawn over what did.
  for (const statuses of [['pass'], ['inconclusive', 'error'], ['fail']]) {
    drawDots(u, runs, chart, statuses);
    drawTicks(u, runs, statuses);
  }
  drawBaseline(u, chart);
  drawMarks(u, chart);
  u.ctx.restore();
};

/** Pixels of the canvas between two runs. @param {uPlot} u */
const stepOf = (u) => u.valToPos(1, 'x', true) - u.valToPos(0, 'x', true);

/** The runs that are in view. @param {uPlot} u @param {number} count @returns {[number, number]} */
const inView = (u, count) => [
  Math.max(0, Math.ceil(u.scales.x?.min ?? 0)),
  Math.min(count - 1, Math.floor(u.scales.x?.max ?? 0)),
];

/** @param {uPlot} u @param {PageChart} chart */
const drawBaseline = (u, { baseline }) => {
  if (baseline === null) return;
  const { ctx, bbox } = u;
  const y = u.valToPos(baseline, 'y', true);
  if (y < bbox.top || y > bbox.top + bbox.height) return;
  ctx.strokeStyle = color('ink');
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([5 * uPlot.pxRatio, 4 * uPlot.pxRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.setLineDash([]);
};

/** @param {uPlot} u @param {PageChart} chart */
const drawIntervals = (u, { low, high, values }) => {
  // Closer than a pixel, they would be a band that hides the dots.
  if (low.length === 0 || stepOf(u) < uPlot.pxRatio) return;
  const { ctx, bbox } = u;
  const [from, to] = inView(u, values.length);
  const y = (/** @type {number} */ value) =>
    Math.min(bbox.top + bbox.height, Math.max(bbox.top, u.valToPos(value, 'y', true)));
  ctx.strokeStyle = `${color('main')}${stepOf(u) < 3 * uPlot.pxRatio ? '30' : '66'}`;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.beginPath();
  for (let index = from; index <= to; index += 1) {
    const [bottom, top] = [low[index], high[index]];
    if (bottom == null || top == null) continue;
    const x = u.valToPos(index, 'x', true);
    ctx.moveTo(x, y(bottom));
    ctx.lineTo(x, y(top));
  }
  ctx.stroke();
};

/** @param {uPlot} u @param {readonly PageRun[]} runs @param {PageChart} chart @param {readonly string[]} statuses */
const drawDots = (u, runs, { values }, statuses) => {
  const { ctx, bbox } = u;
  const ratio = uPlot.pxRatio;
  const [from, to] = inView(u, values.length);
  const radius = Math.min(3, Math.max(1.2, stepOf(u) / ratio / 2)) * ratio;
  const colors = new Map(
    Object.entries(STATUS_COLORS).map(([status, role]) => [status, color(role)]),
  );
  for (let index = from; index <= to; index += 1) {
    const value = values[index];
    const status = runs[index]?.status ?? 'pass';
    if (value == null || !statuses.includes(status)) continue;
    const x = u.valToPos(index, 'x', true);
    const y = u.valToPos(value, 'y', true);
    ctx.fillStyle = ctx.strokeStyle = colors.get(status) ?? '';
    if (y < bbox.top || y > bbox.top + bbox.height) drawArrow(ctx, x, y < bbox.top, bbox, ratio);
    else if (radius < 2 * ratio) ctx.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
    else drawDot(ctx, x, y, radius, status === 'pass' || status === 'fail');
  }
};

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} radius @param {boolean} isFilled */
const drawDot = (ctx, x, y, radius, isFilled) => {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  if (isFilled) ctx.fill();
  else ctx.stroke();
};

/** A value beyond the range. @param {CanvasRenderingContext2D} ctx @param {number} x @param {boolean} isAbove @param {uPlot.BBox} bbox @param {number} ratio */
const drawArrow = (ctx, x, isAbove, bbox, ratio) => {
  const tip = isAbove ? bbox.top : bbox.top + bbox.height;
  const base = tip + (isAbove ? 6 : -6) * ratio;
  ctx.beginPath();
  ctx.moveTo(x, tip);
  ctx.lineTo(x - 4 * ratio, base);
  ctx.lineTo(x + 4 * ratio, base);
  ctx.fill();
};

/** @param {uPlot} u @param {readonly PageRun[]} runs @param {readonly string[]} statuses */
const drawTicks = (u, runs, statuses) => {
  const ratio = uPlot.pxRatio;
  const [from, to] = inView(u, runs.length);
  const width = Math.max(1.5 * ratio, Math.min(stepOf(u), 4 * ratio));
  for (let index = from; index <= to; index += 1) {
    const status = runs[index]?.status ?? 'pass';
    if (status === 'pass' || !statuses.includes(status)) continue;
    u.ctx.fillStyle = color(STATUS_COLORS[status]);
    const x = u.valToPos(index, 'x', true) - width / 2;
    u.ctx.fillRect(x, u.bbox.top - (TICK + 2) * ratio, width, TICK * ratio);
  }
};

/** @param {uPlot} u @param {PageChart} chart */
const drawMarks = (u, { marks }) => {
  const { ctx, bbox } = u;
  const ratio = uPlot.pxRatio;
  ctx.font = `${Math.round(11 * ratio)}px system-ui, sans-serif`;
  ctx.textBaseline = 'alphabetic';
  let taken = bbox.left;
  for (const [index, own] of [...Map.groupBy(marks, (mark) => mark.index)].sort(byPlace)) {
    // Between the last run without and the first one with it.
    const x = u.valToPos(index - 0.5, 'x', true);
    if (x < bbox.left - 1 || x > bbox.left + bbox.width) continue;
    const kind = own.map((mark) => mark.kind).find((one) => one !== 'accepted') ?? 'accepted';
    ctx.strokeStyle = ctx.fillStyle = color(MARK_COLORS[kind]);
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash(own.some((mark) => mark.kind === 'accepted') ? [3 * ratio, 3 * ratio] : []);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top - (STRIP - 12) * ratio);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.setLineDash([]);
    const text = own.map((mark) => mark.text).join(', ');
    const { width } = ctx.measureText(text);
    const left = Math.min(x - 2 * ratio, bbox.left + bbox.width - width);
    // The list above the charts has every one.
    if (left < taken) continue;
    ctx.fillText(text, left, bbox.top - (STRIP - 10) * ratio);
    taken = left + width + 6 * ratio;
  }
};

/** @param {[number, unknown]} left @param {[number, unknown]} right */
const byPlace = ([left], [right]) => left - right;
