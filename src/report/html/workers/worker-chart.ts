/**
 * One small chart: a line and, behind it, the typical one. Drawn without a script: a page holds hundreds of them, and
 * their lines stay comparable on paper.
 */
import type { WorkerLine, WorkerMeasure } from '../../../analysis/worker-multiples.ts';
import { html, Markup } from '../markup.ts';

/** Drawing units; the SVG is stretched to its cell. Whole ones keep the path short. */
const HEIGHT = 40;
/** Half of a line's width stays within the chart. */
const EDGE = 1;

/** @param label its accessible name */
export function workerChart(
  measure: WorkerMeasure,
  line: WorkerLine,
  scale: number,
  label: string,
): Markup {
  return html`<svg viewBox="0 0 ${widthOf(line)} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}"><use href="#typical-${measure}"/><path d="${pathOf(line, scale)}"/></svg>`;
}

/** The lines behind all charts, once. */
export function typicalLines(
  lines: Readonly<Record<WorkerMeasure, WorkerLine>>,
  scales: Readonly<Record<WorkerMeasure, number>>,
): Markup {
  const paths = (Object.keys(lines) as WorkerMeasure[]).map(
    (measure) =>
      html`<path id="typical-${measure}" class="typical" d="${pathOf(lines[measure], scales[measure])}"/>`,
  );
  return html`<svg class="hidden" aria-hidden="true" focusable="false"><defs>${paths}</defs></svg>`;
}

function widthOf(line: WorkerLine): number {
  return Math.max(1, line.length - 1);
}

/** Whole units; a lone point is a line of no length, which round ends make a dot. */
export function pathOf(line: WorkerLine, scale: number): Markup {
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
