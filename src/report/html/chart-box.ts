/** The place of one chart and of its legend, which the script draws. */
import type { Chart } from './chart-data.ts';
import { html, type Markup } from './markup.ts';

/** A chart among others of the story: its title lies in it, and they share one time axis. */
export function lane(chart: Chart): Markup {
  return html`
<div class="lane">
<div class="plot"><h3>${chart.title}</h3>${holder(chart)}</div>
${legend(chart)}
</div>`;
}

export function figure(chart: Chart): Markup {
  return html`
<figure class="lane">
<figcaption><h3>${chart.title}</h3><p class="soft">${chart.caption}</p></figcaption>
<div class="plot">${holder(chart)}</div>
${legend(chart)}
</figure>`;
}

function holder({ id, title, caption }: Chart): Markup {
  return html`<div class="chart" id="chart-${id}" role="group" tabindex="0" aria-label="Chart: ${title}. ${caption}" aria-describedby="chart-keys"></div>`;
}

function legend({ id }: Chart): Markup {
  return html`<dl class="legend" id="legend-${id}"></dl>`;
}
