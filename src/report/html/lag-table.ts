/** Whose wait it was: detection, decision, provisioning and recovery of one event as a waterfall. */
import type { ScalingEvent } from '../../analysis/scaling-event.ts';
import { eventAxis } from '../event-axis.ts';
import { lagRows } from '../lag-words.ts';
import { eventLetter } from '../stage-rows.ts';
import { html, type Markup } from './markup.ts';
import { waterfallBar } from './waterfall-bar.ts';

/** @returns null when too few moments are known to tell a part. */
export function lagTable(event: ScalingEvent, index: number): Markup | null {
  const rows = lagRows(event);
  if (rows.length === 0) return null;
  const axis = eventAxis(event);
  return html`<div class="scroll" role="region" aria-label="Parts of the lag of ${eventLetter(index)}" tabindex="0">
<table class="lag">
<thead><tr><th scope="col">Part</th><th scope="col" class="number">Took</th><th scope="col" class="number">±</th><th scope="col" class="number">Share</th><th scope="col" class="bar"><span class="soft">Where the time went</span></th></tr></thead>
<tbody>${rows.map(
    ({ part, name, took, plusMinus, share }) => html`
<tr><th scope="row">${name}</th><td class="number">${took}</td><td class="number">${plusMinus}</td><td class="number">${share}</td><td class="bar" aria-hidden="true">${waterfallBar(
      {
        fromMs: part.fromMs,
        toMs: part.toMs,
        plusMinusMs: part.endPlusMinusSeconds * 1_000,
        part: part.names[0]!,
      },
      axis,
    )}</td></tr>`,
  )}
</tbody>
</table>
</div>`;
}
