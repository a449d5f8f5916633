/**
 * A chart without a script: SVG that the browser stretches to its width, with labels that keep their
 * size. For pages that are printed or mailed; the values belong in a table beside it.
 */
import { html, type Markup } from '../html/markup.ts';

export type XyColor = 'main' | 'second' | 'third' | 'faint' | 'limit' | 'good' | 'bad';

export interface XyPoint {
  readonly x: number;
  readonly y: number;
}

export interface XySeries {
  readonly label: string;
  /** `area`: between the line and zero. `range`: between `points` and `upper`, which share their x. */
  readonly kind: 'line' | 'steps' | 'area' | 'range' | 'points';
  readonly points: readonly XyPoint[];
  readonly upper?: readonly XyPoint[];
  readonly color: XyColor;
  readonly dashed?: boolean;
  /** Open circles, for what is less sure. */
  readonly hollow?: boolean;
  /** Text beside each of its points, in their order. */
  readonly names?: readonly string[];
}

export interface XyAxis {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
  readonly logarithmic?: boolean;
}

export interface XyChart {
  readonly title: string;
  /** One sentence that says what to see; it is read aloud in place of the picture. */
  readonly caption: string;
  readonly x: XyAxis;
  readonly y: XyAxis;
  readonly series: readonly XySeries[];
  /** Lines across, such as a bound. */
  readonly levels?: readonly { readonly y: number; readonly label: string }[];
}

/** Pixels of height; the width is the page's. */
const HEIGHT = 240;
/** Drawing units of the stretched part. */
const UNITS = 1_000;
/** Room above the highest label. */
const TOP = 10;

export function xyChart(chart: XyChart): Markup {
  const { title, caption, x, y, series, levels = [] } = chart;
  const across = placeOn(x);
  const up = placeOn(y);
  const percent = (value: number) => `${(100 * across(value)).toFixed(2)}%`;
  const pixel = (value: number) => (TOP + HEIGHT * (1 - up(value))).toFixed(1);
  const unit = ({ x: at, y: value }: XyPoint) =>
    `${(UNITS * across(at)).toFixed(1)} ${(UNITS * (1 - up(value))).toFixed(1)}`;
  const shapes = series.filter(({ kind }) => kind !== 'points').map((one) => shapeOf(one, unit));
  const bounds = levels.filter(({ y: value }) => value >= y.from && value <= y.to);
  return html`<figure class="xy">
<figcaption><h3>${title}</h3><p class="soft">${caption}</p></figcaption>
<div class="xy-plot" role="img" aria-label="${`${title}. ${caption}`}">
<svg class="xy-labels" height="${HEIGHT + 2 * TOP}" aria-hidden="true">${y.ticks.map(
    (tick) => html`<text x="100%" y="${pixel(tick)}" dy="0.35em">${y.format(tick)}</text>`,
  )}</svg>
<svg class="xy-area" height="${HEIGHT + TOP + 26}" aria-hidden="true">
${y.ticks.map((tick) => html`<line class="grid" x1="0" x2="100%" y1="${pixel(tick)}" y2="${pixel(tick)}"/>`)}
<svg x="0" y="${TOP}" width="100%" height="${HEIGHT}" viewBox="0 0 ${UNITS} ${UNITS}" preserveAspectRatio="none">${shapes}</svg>
${bounds.map(
  ({ y: value, label }) =>
    html`<line class="level" x1="0" x2="100%" y1="${pixel(value)}" y2="${pixel(value)}"/><text class="level-name is-end" x="100%" y="${pixel(value)}" dy="14">${label}</text>`,
)}
${series.map((one) => (one.kind === 'points' ? dots(one, across, { percent, pixel }) : null))}
${x.ticks.map((tick, index) => {
  const at = across(tick);
  const anchor = at < 0.04 ? 'start' : at > 0.96 ? 'end' : 'middle';
  return html`<text class="tick is-${anchor}${index % 2 === 1 ? ' is-between' : ''}" x="${percent(tick)}" y="${TOP + HEIGHT + 18}">${x.format(tick)}</text>`;
})}
</svg>
</div>
<p class="xy-foot"><span class="soft">${y.title} against ${x.title}</span> ${series.map(
    (one) =>
      html`<span class="key"><svg width="22" height="10" aria-hidden="true">${keyOf(one)}</svg> ${one.label}</span> `,
  )}</p>
</figure>`;
}

/** 0..1 along the axis; what lies beyond is drawn at its end. */
function placeOn({ from, to, logarithmic = false }: XyAxis): (value: number) => number {
  const scale = logarithmic ? Math.log : (value: number) => value;
  const [low, high] = [scale(from), scale(to)];
  return (value) => {
    const at = (scale(logarithmic ? Math.max(from, value) : value) - low) / (high - low || 1);
    return Math.min(1, Math.max(0, at));
  };
}

function shapeOf(series: XySeries, unit: (point: XyPoint) => string): Markup | null {
  const { kind, points, upper = [], color, dashed } = series;
  if (points.length === 0) return null;
  const along = (list: readonly XyPoint[]) => list.map(unit).join('L');
  const style = `${kind === 'area' || kind === 'range' ? 'filled' : 'line'} is-${color}${dashed ? ' is-dashed' : ''}`;
  switch (kind) {
    case 'steps':
      return html`<path class="${style}" d="M${along(points.flatMap((point, i) => (i === 0 ? [point] : [{ x: point.x, y: points[i - 1]!.y }, point])))}"/>`;
    case 'area': {
      const floor = (point: XyPoint) => ({ x: point.x, y: Number.NEGATIVE_INFINITY });
      return html`<path class="${style}" d="M${along([floor(points[0]!), ...points, floor(points.at(-1)!)])}Z"/>`;
    }
    case 'range':
      return html`<path class="${style}" d="M${along([...points, ...upper.toReversed()])}Z"/>`;
    default:
      return html`<path class="${style}" d="M${along(points)}"/>`;
  }
}

function dots(
  { points, color, hollow, names = [] }: XySeries,
  across: (x: number) => number,
  { percent, pixel }: Record<'percent' | 'pixel', (value: number) => string>,
): Markup[] {
  return points.map(({ x, y }, i) => {
    const name = names[i] ?? '';
    const label =
      name === ''
        ? null
        : html`<text class="name${across(x) > 0.85 ? ' is-end' : ''}" x="${percent(x)}" y="${pixel(y)}" dx="${across(x) > 0.85 ? -8 : 8}" dy="-6">${name}</text>`;
    return html`<circle class="dot is-${color}${hollow ? ' is-hollow' : ''}" cx="${percent(x)}" cy="${pixel(y)}" r="4.5"/>${label}`;
  });
}

function keyOf({ kind, color, dashed, hollow }: XySeries): Markup {
  switch (kind) {
    case 'points':
      return html`<circle class="dot is-${color}${hollow ? ' is-hollow' : ''}" cx="11" cy="5" r="4"/>`;
    case 'area':
    case 'range':
      return html`<rect class="filled is-${color}" width="22" height="10"/>`;
    default:
      return html`<path class="line is-${color}${dashed ? ' is-dashed' : ''}" d="M0 5H22"/>`;
  }
}

/** An axis from zero to a round number, with four or five round ticks. */
export function axisFromZero(title: string, highest: number, format: XyAxis['format']): XyAxis {
  const step = niceStep(highest / 4);
  const count = Math.max(1, Math.ceil(highest / step - 1e-9));
  const ticks = Array.from({ length: count + 1 }, (_, i) => i * step);
  return { title, from: 0, to: count * step, ticks, format };
}

/** An axis around the values, not from zero, with some round ticks. */
export function axisAround(
  title: string,
  values: readonly number[],
  format: XyAxis['format'],
): XyAxis {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = niceStep((high - low || high || 1) / 4);
  const first = Math.max(0, Math.floor(low / step) - (low === high ? 1 : 0));
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { title, from: first * step, to: last * step, ticks, format };
}

/** A logarithmic axis whose ticks are 1, 2 and 5 times powers of ten; only the powers for a wide range. */
export function logAxis(
  title: string,
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
  format: XyAxis['format'],
): XyAxis {
  const decades = Math.log10(highest / lowest);
  const factors = decades > 3 ? [1] : decades > 1.5 ? [1, 3] : [1, 2, 5];
  const candidates: number[] = [];
  for (
    let power = Math.floor(Math.log10(lowest));
    power <= Math.ceil(Math.log10(highest));
    power++
  ) {
    candidates.push(...factors.map((factor) => factor * 10 ** power));
  }
  const from = candidates.findLast((tick) => tick <= lowest) ?? lowest;
  const to = candidates.find((tick) => tick >= highest) ?? highest;
  const ticks = candidates.filter((tick) => tick >= from && tick <= to);
  return { title, from, to, ticks, format, logarithmic: true };
}

function niceStep(raw: number): number {
  if (!(raw > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw - 1e-9 * power) ?? 10) * power;
}
