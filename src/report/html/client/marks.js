/** Draws scaling stages as vertical lines, with their tags in a strip above each plot. */
/** @import { Mark } from '../chart-data.ts' */
import uPlot from 'uplot';
import { color } from './colors.js';
import { joinTags } from './tags.js';

/** Height of the strip, CSS pixels. */
export const STRIP = 20;

/** @param {readonly Mark[]} marks @returns {(u: uPlot) => void} */
export const drawMarks = (marks) => (u) => {
  const ratio = uPlot.pxRatio;
  const { ctx, bbox } = u;
  const { min = 0, max = 0 } = u.scales.x ?? {};
  const shown = marks
    .filter((mark) => mark.second >= min && mark.second <= max)
    .map((mark) => ({ mark, x: u.valToPos(mark.second, 'x', true) }))
    .sort((left, right) => left.x - right.x);
  ctx.save();
  ctx.font = `${Math.round(11 * ratio)}px system-ui, sans-serif`;
  ctx.textBaseline = 'alphabetic';
  ctx.textAlign = 'left';
  /** @type {{ x: number, marks: Mark[] }[]} */
  const clusters = [];
  for (const { mark, x } of shown) {
    drawLine(u, mark, x, ratio);
    const last = clusters.at(-1);
    const touches = last && x < last.x + ctx.measureText(joinTags(last.marks)).width + 6 * ratio;
    if (touches) last.marks.push(mark);
    else clusters.push({ x, marks: [mark] });
  }
  ctx.fillStyle = color('ink');
  clusters.forEach((cluster, index) => {
    const next = clusters[index + 1];
    const room = (next ? next.x - 8 * ratio : bbox.left + bbox.width) - cluster.x;
    const tags = joinTags(cluster.marks);
    const [only, ...others] = cluster.marks;
    const full = only && others.length === 0 ? `${tags} ${only.title}` : tags;
    const text = ctx.measureText(full).width <= room ? full : tags;
    const edge = bbox.left + bbox.width + 10 * ratio - ctx.measureText(text).width;
    ctx.fillText(text, Math.min(cluster.x - 2 * ratio, edge), bbox.top - 5 * ratio);
  });
  ctx.restore();
};

/** @param {uPlot} u @param {Mark} mark @param {number} x canvas pixels @param {number} ratio */
const drawLine = (u, mark, x, ratio) => {
  const { ctx, bbox } = u;
  const left = u.valToPos(mark.second - mark.plusMinusSeconds, 'x', true);
  const right = u.valToPos(mark.second + mark.plusMinusSeconds, 'x', true);
  const from = Math.max(bbox.left, left);
  const to = Math.min(bbox.left + bbox.width, right);
  ctx.fillStyle = `${color('mark')}26`;
  ctx.fillRect(from, bbox.top, Math.max(0, to - from), bbox.height);
  ctx.strokeStyle = color('mark');
  ctx.lineWidth = ratio;
  // Dash scale-in lines: the tag does not show the direction.
  ctx.setLineDash(mark.direction === 'in' ? [4 * ratio, 3 * ratio] : []);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top - 3 * ratio);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.setLineDash([]);
};
