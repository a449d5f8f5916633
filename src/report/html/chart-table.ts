/** Charts as a table: for screen readers, for paper, and where no script runs. */
import { clock } from '../../format/numbers.js';
import type { Chart, ChartSeries, PageData } from './chart-data.ts';
import { valueText } from './client/values.js';
import { html, type Markup } from './markup.ts';

/** About as many as a reader scrolls through; an hour would have 3,600. */
const MOST_ROWS = 30;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 86_400];

/** Every so many seconds the value of each line at that time. */
export function chartTable(name: string, charts: readonly Chart[], { from, to }: PageData): Markup {
  const step =
    STEPS.find((seconds) => (to - Math.max(0, from)) / seconds <= MOST_ROWS) ??
    Math.ceil(to / MOST_ROWS);
  const rows = Array.from(
    { length: Math.floor(Math.max(0, to) / step) + 1 },
    (_, row) => row * step,
  );
  const columns = charts.flatMap((chart) => chart.series.map((series) => ({ chart, series })));
  return html`<div class="scroll" role="group" aria-label="${name}, as a table" tabindex="0">
<table class="numbers">
<thead><tr><td></td>${charts.map(
    ({ title, series }) => html`<th scope="colgroup" colspan="${series.length}">${title}</th>`,
  )}</tr>
<tr><th scope="col">time</th>${columns.map(
    ({ series }) => html`<th scope="col" class="number">${series.label}</th>`,
  )}</tr></thead>
<tbody>${rows.map(
    (second) => html`
<tr><th scope="row">${clock(second)}</th>${columns.map(
      ({ chart, series }) => html`<td class="number">${valueAt(chart, series, second)}</td>`,
    )}</tr>`,
  )}
</tbody>
</table>
</div>`;
}

/** The last point at or before that second, unless a gap follows it; between two points, the nearer one. */
function valueAt(chart: Chart, { stepped, values }: ChartSeries, second: number): string {
  const { x } = chart;
  const after = x.findIndex((at) => at > second);
  const before = (after === -1 ? x.length : after) - 1;
  const nearer =
    !stepped && after > 0 && x[after]! - second <= second - x[before]! ? after : before;
  return valueText(chart, values[nearer]);
}
