/**
 * One small chart: a line and, behind it, the typical one and moments. Drawn without a script: a page holds hundreds of them, and
 * their lines stay comparable on paper.
 */
import { html, Markup } from '../markup.ts';

/** Drawing units; the SVG is stretched to its cell. Whole ones keep the path short. */
const HEIGHT = 40;
/** Half of a line's width stays within the chart. */
const EDGE = 1;

/** A point for each stretch of time; null where nothing is known. */
export type SmallLine = readonly (number | null)[];

/**
 * @param label its accessible name
 * @param behind id of what is drawn behind the line
 */
export function smallChart(line: SmallLine, scale: number, label: string, behind: string): Markup {
  return html`<svg viewBox="0 0 ${widthOf(line)} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}"><use href="#${behind}"/><path d="${pathOf(line, scale)}"/></svg>`;
}

/** What is drawn behind all charts, once. */
export function drawnBehind(paths: readonly Markup[]): Markup {
  return html`<svg class="hidden" aria-hidden="true" focusable="false"><defs>${paths}</defs></svg>`;
}

/**
 * The line that is typical of all, and moments as upright lines.
 *
 * @param at the moments, in points of the line, fractions allowed
 */
export function typicalLine(
  id: string,
  line: SmallLine,
  scale: number,
  at: readonly number[] = [],
): Markup {
  const upright = at.map((point) => `M${Math.round(point * 10) / 10} 0V${HEIGHT}`).join('');
  const marks = upright === '' ? null : html`<path class="moment" d="${new Markup(upright)}"/>`;
  return html`<g id="${id}"><path class="typical" d="${pathOf(line, scale)}"/>${marks}</g>`;
}

function widthOf(line: SmallLine): number {
  return Math.max(1, line.length - 1);
}

/** Whole units; a lone point is a line of no length, which round ends make a dot. */
export function pathOf(line: SmallLine, scale: number): Markup {
  const heights = line.map((value) =>
    value === null ? null : HEIGHT - EDGE - Math.round((value / scale) * (HEIGHT - 2 * EDGE)),
  );
  let path = '';
  for (const [at, y] of heights.entries()) {
    if (y === null) continue;
    const [before = null, after = null] = [heights[at - 1], heights[at + 1]];
    // A straight stretch needs its ends only.
    if (before !== null && after !== null && y - before === after - y) continue;
    path += before === null ? `M${at} ${y}${after === null ? 'h0' : 'L'}` : `${at} ${y} `;
  }
  return new Markup(path.trimEnd());
}
