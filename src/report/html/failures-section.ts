/** The few failing responses that the run kept. */
import type { Verdict } from '../../verdict/verdict.ts';
import { failureRows } from '../failure-rows.ts';
import { html, type Markup } from './markup.ts';

export function failuresSection({ load }: Verdict): Markup | null {
  const rows = failureRows(load);
  if (rows.length === 0) return null;
  return html`<section aria-labelledby="failures">
<h2 id="failures">Failing responses</h2>
<p class="soft">The first few of each outcome and HTTP status, secrets redacted.</p>
<div class="scroll" role="group" aria-labelledby="failures" tabindex="0">
<table class="failures">
<thead><tr><th scope="col">Outcome</th><th scope="col">Request</th><th scope="col">Response</th></tr></thead>
<tbody>${rows.map(
    ({ kind, when, response }) => html`
<tr><th scope="row">${kind}</th><td>${when}</td><td><code>${response}</code></td></tr>`,
  )}
</tbody>
</table>
</div>
</section>`;
}
