/** The page's caveats, run facts and observed configuration. */
import type { Verdict } from '../../verdict/verdict.ts';
import type { Row } from '../load-rows.ts';
import { runRows } from '../run-facts.ts';
import { settingRows } from '../setting-rows.ts';
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

export function settingsSection(verdict: Verdict): Markup {
  const rows = settingRows(verdict);
  return html`<section aria-labelledby="settings">
<h2 id="settings">Configuration observed</h2>
${rows.length === 0 ? html`<p class="soft">${verdict.settings.watching === null ? 'Nothing on AWS was watched.' : 'No configuration was recorded.'}</p>` : table(rows)}
</section>`;
}

function table(rows: readonly Row[]): Markup {
  return html`<div class="scroll" role="group" aria-labelledby="settings" tabindex="0">
<table class="settings"><tbody>${rows.map(
    ([what, value]) => html`
<tr><th scope="row">${what}</th><td>${value}</td></tr>`,
  )}
</tbody></table>
</div>`;
}
