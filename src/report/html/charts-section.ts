/** The places that the script draws its charts into, and what is said where there is nothing to draw. */
import { STAGE_IDS } from '../../analysis/scaling-event.ts';
import { STAGE_TITLES } from '../stage-rows.ts';
import type { Chart, Mark, PageData } from './chart-data.ts';
import { html, type Markup } from './markup.ts';

export function chartsSection(data: PageData): Markup {
  return html`<section aria-labelledby="charts">
<div class="bar-of-charts"><h2 id="charts">The run, second by second</h2>${
    data.charts.length > 0
      ? html`<button type="button" id="whole-run">Show the whole run</button>`
      : null
  }</div>
${data.charts.length === 0 ? html`<p>Nothing was recorded that could be drawn.</p>` : hint(data.marks)}
<noscript><p class="note">The charts need JavaScript; the tables do without.</p></noscript>
${data.charts.map(figure)}
</section>`;
}

function hint(marks: readonly Mark[]): Markup {
  return html`${marks.length > 0 ? markKey() : null}
<p class="soft hint">Drag across a chart to zoom. In a focused chart the arrow keys move the cursor.</p>`;
}

/** Tags stand on the charts where names would not fit; here they are spelled out once. */
function markKey(): Markup {
  const stages = STAGE_IDS.map((id, place) => `${place + 1} ${STAGE_TITLES[id]}`).join(', ');
  return html`<p class="soft">Vertical lines are stages of the scaling events below. The letter is the event, the number the stage: ${stages}. The shade around a line is its uncertainty; lines of a scale-in are dashed.</p>`;
}

function figure(chart: Chart): Markup {
  return html`<figure>
<figcaption><h3>${chart.title}</h3><p class="soft">${chart.caption}</p></figcaption>
<div class="chart" id="chart-${chart.id}" role="group" tabindex="0" aria-label="Chart: ${chart.title}"></div>
</figure>`;
}
