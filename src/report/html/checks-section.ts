/** The checks as a table; narrow screens show each as a block. */
import { count, percent } from '../../format/numbers.js';
import { definitionOf } from '../../verdict/checks/registry.ts';
import type { Check } from '../../verdict/verdict.ts';
import { type CheckGroups, checkGroups } from '../check-groups.ts';
import { html, type Markup } from './markup.ts';
import { badge } from './verdict-section.ts';

export function checksSection(checks: readonly Check[]): Markup {
  return html`<section aria-labelledby="checks">
<h2 id="checks">Checks</h2>
${checks.length === 0 ? html`<p>No checks ran.</p>` : groups(checkGroups(checks))}
</section>`;
}

function groups({ configured, others }: CheckGroups): Markup {
  return html`${configured.length > 0 ? table(configured) : null}${others.map(
    ([why, ids]) => html`<p class="soft not-configured">${why}: ${ids}</p>`,
  )}`;
}

function table(checks: readonly Check[]): Markup {
  return html`<div class="scroll" role="region" aria-labelledby="checks" tabindex="0">
<table class="checks">
<thead><tr><th scope="col">Status</th><th scope="col">Check</th><th scope="col">Observed</th><th scope="col">Limit</th><th scope="col">Why</th></tr></thead>
<tbody>${checks.map(
    (check) => html`
<tr><td>${badge(check.status)}</td><th scope="row">${definitionOf(check.id).title}</th><td data-name="observed">${check.observed}</td><td data-name="limit">${check.limit}</td><td class="why">${why(check)}</td></tr>`,
  )}
</tbody>
</table>
</div>`;
}

function why(check: Check): Markup {
  const basis = [
    check.n === null ? null : `n\u00a0=\u00a0${count(check.n)}`,
    check.confidence === null ? null : `${percent(check.confidence)} confidence`,
    check.reason === 'ok' ? null : check.reason,
  ].filter((part) => part !== null);
  return html`${check.message}${basis.length > 0 ? ` (${basis.join(', ')})` : ''}`;
}
