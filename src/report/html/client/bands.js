/** Tints the waits of scale-outs on the charts, and places their labels above them. */
/** @import { Band } from '../chart-data.ts' */
/** @import { Span } from './view.js' */
import uPlot from 'uplot';
import { color } from './colors.js';

/** Two hex digits of alpha. */
const TINT = '1c';
const LIT = '4d';

/** @param {string} tag @param {string | null} lit a stage, A3, or a whole event, A */
const isLit = (tag, lit) => lit !== null && (tag === lit || tag.replace(/\d+$/, '') === lit);

/** @param {readonly Band[]} bands @param {() => string | null} lit @returns {(u: uPlot) => void} */
export const drawBands = (bands, lit) => (u) => {
  const { ctx, bbox } = u;
  const ratio = uPlot.pxRatio;
  ctx.save();
  for (const { tag, part, from, to } of bands) {
    const left = Math.max(bbox.left, u.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, u.valToPos(to, 'x', true));
    if (right < bbox.left || left > bbox.left + bbox.width) continue;
    const tint = color(`part-${part}`);
    ctx.fillStyle = `${tint}${isLit(tag, lit()) ? LIT : TINT}`;
    ctx.fillRect(left, bbox.top, Math.max(ratio, right - left), bbox.height);
    ctx.fillStyle = `${tint}99`;
    ctx.fillRect(right - ratio / 2, bbox.top, ratio, bbox.height);
  }
  ctx.restore();
};

/** @param {HTMLElement} strip @param {Span} view */
export const placeLabels = (strip, view) => {
  const share = (/** @type {number} */ second) =>
    Math.min(1, Math.max(0, (second - view.from) / (view.to - view.from)));
  for (const label of /** @type {NodeListOf<HTMLElement>} */ (
    strip.querySelectorAll('[data-from]')
  )) {
    const from = share(Number(label.dataset.from));
    const to = share(Number(label.dataset.to));
    label.style.left = `${from * 100}%`;
    label.style.width = `${(to - from) * 100}%`;
    label.hidden = to <= 0 || from >= 1;
  }
};
