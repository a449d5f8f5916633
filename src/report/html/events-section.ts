/** Scaling events, stage by stage: when, how surely, and where it was read. */
import type { ScalingEvent } from '../../analysis/scaling-event.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { hasInstances } from '../instance-words.ts';
import { eventTitle, stageRows } from '../stage-rows.ts';
import { lagTable } from './lag-table.ts';
import { html, type Markup } from './markup.ts';
import { stageBars } from './stage-bars.ts';

/** Without instances there is nothing to scale by: not a row of nothing, but no section. */
export function eventsSection({ scalingEvents: events, instances }: Verdict): Markup | null {
  if (events.length === 0 && !hasInstances(instances)) return null;
  return html`<section aria-labelledby="scaling">
<h2 id="scaling">Scaling events</h2>
${events.length === 0 ? html`<p>No scaling event was seen.</p>` : events.map(eventTable)}
</section>`;
}

function eventTable(event: ScalingEvent, index: number): Markup {
  const bars = stageBars(event);
  const id = `event-${index}`;
  return html`<h3 id="${id}">${eventTitle(event, index)}</h3>
${lagTable(event, index)}
<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
<table class="stages">
<thead><tr><th scope="col">Tag</th><th scope="col">Stage</th><th scope="col" class="number">At</th><th scope="col" class="number">Wait</th><th scope="col" class="number">±</th><th scope="col" class="bar"><span class="soft">Where the time went</span></th><th scope="col" class="source">Source</th></tr></thead>
<tbody>${stageRows(event, index).map(
    (row, place) => html`
<tr><td>${row.tag}</td><th scope="row">${row.title}</th><td class="number">${row.at}</td><td class="number">${row.wait}</td><td class="number">${row.plusMinus}</td><td class="bar" aria-hidden="true">${bars[place] ?? null}</td><td class="source">${row.source}${row.note === '' ? null : html`<br><span class="soft">${row.note}</span>`}</td></tr>`,
  )}
</tbody>
</table>
</div>`;
}
