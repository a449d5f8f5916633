/** The containers that the script draws charts into, or a note if there is no data. */
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
${data.charts.length === 0 ? html`<p>No data to chart.</p>` : hint(data.marks)}
<noscript><p class="note">The charts need JavaScript; the tables do not.</p></noscript>
${data.charts.map(figure)}
</section>`;
}

function hint(marks: readonly Mark[]): Markup {
  return html`${marks.length > 0 ? markKey() : null}
<p class="soft hint">Drag across a chart to zoom. In a focused chart, the arrow keys move the cursor.</p>`;
}

/** Explains the tags that mark stages on the charts. */
function markKey(): Markup {
  const stages = STAGE_IDS.map((id, place) => `${place + 1} ${STAGE_TITLES[id]}`).join(', ');
  return html`<p class="soft">Vertical lines mark the stages of the scaling events below. The letter is the event, the number is the stage: ${stages}. The shaded band around a line is its uncertainty; scale-in lines are dashed.</p>`;
}

function figure(chart: Chart): Markup {
  return html`<figure>
<figcaption><h3>${chart.title}</h3><p class="soft">${chart.caption}</p></figcaption>
<div class="chart" id="chart-${chart.id}" role="group" tabindex="0" aria-label="Chart: ${chart.title}"></div>
</figure>`;
}
