/** What was set where while the load ran: without it no two runs can be compared. */
import type { Verdict } from '../../verdict/verdict.ts';
import type { Row } from '../load-rows.ts';
import { settingRows } from '../setting-rows.ts';
import { html, type Markup } from './markup.ts';

export function settingsSection(verdict: Verdict): Markup {
  const rows = settingRows(verdict);
  return html`<section aria-labelledby="settings">
<h2 id="settings">What was set where</h2>
${rows.length === 0 ? html`<p class="soft">No settings are on record.</p>` : table(rows)}
</section>`;
}

function table(rows: readonly Row[]): Markup {
  return html`<div class="scroll" role="region" aria-labelledby="settings" tabindex="0">
<table class="settings"><tbody>${rows.map(
    ([what, value]) => html`
<tr><th scope="row">${what}</th><td>${value}</td></tr>`,
  )}
</tbody></table>
</div>`;
}
