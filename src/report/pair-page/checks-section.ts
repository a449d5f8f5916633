/** The checks of two runs side by side: what differs is open, the rest is one line. */
import type { Side } from '../../history/compare-pair.ts';
import { definitionOf } from '../../verdict/checks/registry.ts';
import type { Check } from '../../verdict/verdict.ts';
import { html, type Markup } from '../html/markup.ts';
import { badge } from '../html/verdict-section.ts';
import { LETTERS, SIDES } from '../pair-words.ts';
import { STATUS_WORDS } from '../status-words.ts';

type PairedCheck = Readonly<Record<Side, Check | null>> & { readonly id: Check['id'] };

export function checksSection(a: readonly Check[], b: readonly Check[]): Markup {
  const ids = [...new Set([...a, ...b].map(({ id }) => id))];
  const find = (checks: readonly Check[], id: Check['id']) =>
    checks.find((check) => check.id === id) ?? null;
  const judged = ids
    .map((id): PairedCheck => ({ id, a: find(a, id), b: find(b, id) }))
    .filter((pair) => SIDES.some((side) => isJudged(pair[side])));
  const [differing, alike] = [
    judged.filter(isDifferent).toSorted((left, right) => rank(left) - rank(right)),
    judged.filter((pair) => !isDifferent(pair)),
  ];
  return html`<section aria-labelledby="checks">
<h2 id="checks">Checks</h2>
${judged.length === 0 ? html`<p>No checks ran.</p>` : null}
${differing.length > 0 ? table(differing) : null}
${
  alike.length > 0
    ? html`<p class="soft">The same in both: ${alike.map(({ id, a: check }) => `${id} (${STATUS_WORDS[check!.status].word.toLowerCase()})`).join(', ')}.</p>`
    : null
}
</section>`;
}

function isJudged(check: Check | null): boolean {
  return check !== null && check.status !== 'skipped';
}

function isDifferent({ a, b }: PairedCheck): boolean {
  return a?.status !== b?.status || a?.observed !== b?.observed || a?.limit !== b?.limit;
}

/** Those that changed sides first, then what both missed. */
function rank({ a, b }: PairedCheck): number {
  if (a?.status !== b?.status) return 0;
  return a?.status === 'pass' ? 2 : 1;
}

function table(checks: readonly PairedCheck[]): Markup {
  return html`<div class="scroll" role="group" aria-labelledby="checks" tabindex="0">
<table class="pair-checks">
<thead><tr><th scope="col">Check</th>${SIDES.map((side) => html`<th scope="col">${LETTERS[side]}</th>`)}</tr></thead>
<tbody>${checks.map(
    ({ id, a, b }) => html`
<tr><th scope="row">${definitionOf(id).title}</th>${cell('a', a, b)}${cell('b', b, a)}</tr>`,
  )}
</tbody>
</table>
</div>`;
}

/** A limit that both kept is told by what was observed of it. */
function cell(side: Side, check: Check | null, other: Check | null): Markup {
  if (check === null || check.status === 'skipped') {
    return html`<td data-name="${LETTERS[side]}"><span class="soft">not judged</span></td>`;
  }
  const { status, observed, limit, message } = check;
  const isKept = status === 'pass' && other?.status === 'pass' && limit === other.limit;
  return html`<td data-name="${LETTERS[side]}">${badge(status)} ${observed}${isKept || limit === '' ? null : html` <span class="soft">(${limit})</span>`}${
    status === 'pass' ? null : html`<br><span class="soft">${message}</span>`
  }</td>`;
}
