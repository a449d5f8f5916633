/** What one needs to repeat the run, and what the run could not see. */
import type { Verdict } from '../../verdict/verdict.ts';
import { runRows } from '../run-facts.ts';
import { html, type Markup } from './markup.ts';

export function caveatsSection(caveats: readonly string[]): Markup | null {
  if (caveats.length === 0) return null;
  return html`<section aria-labelledby="caveats">
<h2 id="caveats">Caveats</h2>
<ul>${caveats.map((caveat) => html`<li>${caveat}</li>`)}</ul>
</section>`;
}

export function factsSection(verdict: Verdict): Markup {
  return html`<section aria-labelledby="facts">
<h2 id="facts">The run</h2>
<dl class="facts">${runRows(verdict).map(
    ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`,
  )}</dl>
</section>`;
}
