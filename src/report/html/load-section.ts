/** Requests, outcomes and durations over the whole run. */
import { percent } from '../../format/numbers.js';
import type { Verdict } from '../../verdict/verdict.ts';
import { statusRows } from '../failure-rows.ts';
import {
  concurrencyRows,
  durationRows,
  outcomeRows,
  type Row,
  requestRows,
  whyNoLoad,
} from '../load-rows.ts';
import { html, type Markup } from './markup.ts';

export function loadSection(verdict: Verdict): Markup {
  const { load } = verdict;
  const unknown = whyNoLoad(verdict);
  if (unknown !== null) {
    return html`<section aria-labelledby="load">
<h2 id="load">Load</h2>
<p>Requests: ${unknown}.</p>
</section>`;
  }
  const outcomes = outcomeRows(load);
  const statuses = statusRows(load).map(([status, times]): Row => [`HTTP ${status}`, times]);
  return html`<section aria-labelledby="load">
<h2 id="load">Load</h2>
<div class="pair">
<div><h3>Requests</h3>${table('Requests', [...requestRows(load), ...concurrencyRows(verdict.concurrency)])}</div>
<div><h3>Outcomes</h3>${outcomes.length === 0 ? html`<p>No request completed.</p>` : table('Outcomes', [...outcomes, ...statuses])}</div>
</div>
<h3>Durations</h3>
<div class="scroll" role="group" aria-label="Durations" tabindex="0">
<table class="durations">
<thead><tr><td></td><th scope="col" class="number">p50</th><th scope="col" class="number">p95</th><th scope="col" class="number">p99</th><th scope="col" class="number">max</th><th scope="col">from, to</th></tr></thead>
<tbody>${durationRows(load).map(
    (row) => html`
<tr><th scope="row">${row.name}</th><td class="number">${row.p50}</td><td class="number">${row.p95}</td><td class="number">${row.p99}</td><td class="number">${row.max}</td><td class="soft">${row.meaning}</td></tr>`,
  )}
</tbody>
</table>
</div>
<p class="soft">Percentiles are within ${percent(load.sketchRelativeAccuracy)} of the true value.</p>
</section>`;
}

function table(name: string, rows: readonly Row[]): Markup {
  return html`<div class="scroll" role="group" aria-label="${name}" tabindex="0"><table><tbody>${rows.map(
    ([title, value]) =>
      html`<tr><th scope="row">${title}</th><td class="number">${value}</td></tr>`,
  )}</tbody></table></div>`;
}
