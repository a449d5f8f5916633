/** The findings, problems first, each with advice and evidence. */
import type { Finding } from '../../verdict/verdict.ts';
import { type FindingRow, findingRows } from '../finding-rows.ts';
import { html, type Markup } from './markup.ts';

export function findingsSection(findings: readonly Finding[]): Markup {
  return html`<section aria-labelledby="findings">
<h2 id="findings">Findings</h2>
${
  findings.length === 0
    ? html`<p class="soft">No findings.</p>`
    : html`<ul class="findings">${findingRows(findings).map(finding)}
</ul>`
}
</section>`;
}

function finding(row: FindingRow): Markup {
  return html`
<li class="is-${row.severity}">
<p class="finding-head"><span class="badge is-${row.severity}"><span aria-hidden="true">${row.mark}</span> ${row.word}</span> <code>${row.code}</code></p>
<p>${row.message}</p>
${row.advice === '' ? null : html`<p><strong>Advice:</strong> ${row.advice}</p>`}
${row.evidence === '' ? null : html`<p class="soft">Evidence: <code>${row.evidence}</code></p>`}
</li>`;
}
