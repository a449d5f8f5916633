/** The containers of the lanes, and their figures at a few moments as a table. */
import { clock, count, figure, milliseconds, percent } from '../../format/numbers.js';
import type { Chart, PageData } from '../html/chart-data.ts';
import { html, type Markup } from '../html/markup.ts';
import { lineSample } from './line-sample.ts';

export function lanesSection(data: PageData): Markup {
  const { charts, marks } = data;
  return html`<section aria-labelledby="story">
<div class="bar-of-charts"><h2 id="story">Both runs on one clock</h2>${
    charts.length > 0
      ? html`<button type="button" id="whole-run">Show the whole run</button>`
      : null
  }</div>
<p class="soft key">${lineSample('a')} A, dashed. ${lineSample('b')} B, solid. 0:00 is where the load of each begins.${
    marks.length > 0
      ? ' Vertical lines mark the first scale-out of each: 3, the alarm; 6, the new instance in service.'
      : null
  }</p>
${charts.length === 0 ? html`<p>No data to chart.</p>` : html`<p class="soft hint">Drag across a chart to zoom. In a focused chart, the arrow keys move the cursor.</p>`}
<noscript><p class="note">The charts need JavaScript; the tables do not.</p></noscript>
${charts.map(figureOf)}
${charts.length === 0 ? null : momentsTable(data)}
</section>`;
}

function figureOf(chart: Chart): Markup {
  return html`<figure>
<figcaption><h3>${chart.title}</h3><p class="soft">${chart.caption}</p></figcaption>
<div class="chart" id="chart-${chart.id}" role="group" tabindex="0" aria-label="Chart: ${chart.title}"></div>
</figure>`;
}

const MOMENTS = 12;

/** For whoever cannot see the charts, and for paper. */
function momentsTable({ charts, from, to }: PageData): Markup {
  const step = stepFor(to - Math.max(0, from));
  const moments = Array.from({ length: Math.floor(to / step) + 1 }, (_, at) => at * step);
  // In charts, A comes last: its dashes show on top of B where the two are equal.
  const columns = charts.flatMap((chart) =>
    chart.series
      .toSorted((left, right) => left.label.localeCompare(right.label))
      .map((series) => ({ chart, series })),
  );
  return html`<details><summary id="moments">The same as a table</summary>
<div class="scroll" role="group" aria-labelledby="moments" tabindex="0">
<table class="moments">
<thead><tr><td></td>${charts.map(
    ({ title, series }) => html`<th scope="colgroup" colspan="${series.length}">${title}</th>`,
  )}</tr>
<tr><th scope="col">At</th>${columns.map(
    ({ series }) => html`<th scope="col" class="number">${series.label}</th>`,
  )}</tr></thead>
<tbody>${moments.map(
    (second) => html`
<tr><th scope="row" class="number">${clock(second)}</th>${columns.map(
      ({ chart, series }) => html`<td class="number">${valueAt(chart, series, second)}</td>`,
    )}</tr>`,
  )}
</tbody>
</table>
</div>
</details>`;
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600];

function stepFor(seconds: number): number {
  return STEPS.find((step) => seconds / step <= MOMENTS) ?? Math.ceil(seconds / MOMENTS);
}

const FORMATS: Readonly<Record<Chart['format'], (value: number) => string>> = {
  count,
  milliseconds,
  percent: (value) => percent(value / 100),
  instances: figure,
};

/** Of the second that begins then. */
function valueAt(chart: Chart, series: Chart['series'][number], second: number): string {
  const after = chart.x.findIndex((x) => x >= second);
  const at = series.stepped && after > 0 && chart.x[after]! > second ? after - 1 : after;
  const value = series.values[at] ?? null;
  return value === null ? '' : FORMATS[chart.format](value);
}
