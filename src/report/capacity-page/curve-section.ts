/** Throughput by number of instances, on a page: points, the fitted curve with its interval, the answers. */
import type { CapacityCurve } from '../../capacity/curve-result.ts';
import {
  answerLines,
  curveTitle,
  fitRows,
  POINT_HEADS,
  pointRows,
} from '../capacity-curve-rows.ts';
import { html, type Markup } from '../html/markup.ts';
import { curveChart } from './curve-chart.ts';

export function curveSection(found: CapacityCurve): Markup {
  const { headline, leftOut } = found;
  return html`<section aria-labelledby="across">
<h2 id="across">Across counts of instances</h2>
<p>${headline}</p>
${curveChart(found)}
<p class="soft">${curveTitle(found)}</p>
<dl class="facts">${fitRows(found).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${answerLines(found).map((sentence) => html`<p>${sentence}</p>`)}
<div class="scroll" role="group" aria-labelledby="across" tabindex="0">
<table>
<thead><tr>${POINT_HEADS.map((head, at) => html`<th scope="col"${at < 3 ? NUMBER : null}>${head}</th>`)}</tr></thead>
<tbody>${pointRows(found).map(
    (cells) => html`
<tr>${cells.map((cell, at) => html`<td${at < 3 ? NUMBER : null}>${cell}</td>`)}</tr>`,
  )}
</tbody>
</table>
</div>
${leftOut.map((sentence) => html`<p class="soft">${sentence}</p>`)}
</section>`;
}

const NUMBER = html` class="number"`;
