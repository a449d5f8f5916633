/** The checks: what failed or is open in full, what passed on a line each that opens. */
import { count, percent } from '../../format/numbers.js';
import { definitionOf } from '../../verdict/checks/registry.ts';
import type { Check } from '../../verdict/verdict.ts';
import { checkGroups } from '../check-groups.ts';
import { html, Markup } from './markup.ts';
import { momentLink } from './moment-link.ts';
import { badge } from './verdict-section.ts';

const ORDER: Readonly<Record<Check['status'], number>> = {
  fail: 0,
  inconclusive: 1,
  pass: 2,
  skipped: 3,
};

/** @param startMs the time axis's zero, local epoch ms */
export function checksSection(checks: readonly Check[], startMs: number): Markup {
  const { configured, others } = checkGroups(checks);
  const inOrder = configured.toSorted((left, right) => ORDER[left.status] - ORDER[right.status]);
  return html`<section aria-labelledby="checks">
<h2 id="checks">Checks</h2>
${checks.length === 0 ? html`<p>No checks ran.</p>` : null}${
  inOrder.length === 0
    ? null
    : html`<ul class="checks">${inOrder.map((check) => item(check, startMs))}
</ul>`
}${others.map(([why, ids]) => html`<p class="soft not-configured">${why}: ${ids}</p>`)}
</section>`;
}

function item(check: Check, startMs: number): Markup {
  const isOpen = check.status !== 'pass';
  return html`
<li class="is-${check.status}" id="check-${check.id}"><details${isOpen ? new Markup(' open') : null}>
<summary>${badge(check.status)} <strong>${definitionOf(check.id).title}</strong> <span class="observed">${check.observed}</span></summary>
<div class="why">
<p>${check.message}</p>
<dl><dt>observed</dt><dd>${check.observed}</dd><dt>limit</dt><dd>${check.limit}</dd>${basis(check)}${decided(check, startMs)}</dl>
</div>
</details></li>`;
}

function basis({ n, confidence, reason }: Check): Markup | null {
  const parts = [
    n === null ? null : `n\u00a0=\u00a0${count(n)}`,
    confidence === null ? null : `${percent(confidence)} confidence`,
    reason === 'ok' ? null : reason,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : html`<dt>basis</dt><dd>${parts.join(', ')}</dd>`;
}

function decided({ when }: Check, startMs: number): Markup | null {
  return when === null ? null : html`<dt>decided</dt><dd>${momentLink(when, startMs)}</dd>`;
}
