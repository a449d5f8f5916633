/** Errors by kind: how many, from when to when, and the first response of each. */
import { type ErrorKind, errorKinds } from '../../analysis/error-kinds.ts';
import type { Timeline } from '../../analysis/timeline.ts';
import { count } from '../../format/numbers.js';
import type { Verdict } from '../../verdict/verdict.ts';
import { failureRows } from '../failure-rows.ts';
import { plainText } from '../plain-text.ts';
import { html, type Markup } from './markup.ts';
import { momentLink } from './moment-link.ts';

type Kind = ErrorKind<Verdict['load']['failures'][number]>;

/** @returns null without an error */
export function failuresSection(
  { load }: Verdict,
  { startMs, load: seconds }: Timeline,
): Markup | null {
  const kinds = errorKinds(load, seconds);
  if (kinds.length === 0) return null;
  const isShared = kinds.some((kind) => kind.count === null);
  return html`<section aria-labelledby="failures">
<h2 id="failures">Errors by kind</h2>
<p class="soft">The first response of each outcome and HTTP status, secrets redacted; a few more are in verdict.json.${isShared ? ' Without a count: only all kinds of this outcome together were counted.' : null}</p>
<div class="scroll" role="group" aria-labelledby="failures" tabindex="0">
<table class="failures">
<thead><tr><th scope="col">Kind</th><th scope="col" class="number">Count</th><th scope="col">When</th><th scope="col">First response</th></tr></thead>
<tbody>${kinds.map((kind) => row(kind, startMs))}
</tbody>
</table>
</div>
</section>`;
}

function row(kind: Kind, startMs: number): Markup {
  const { outcome, status, first } = kind;
  const name = status === null ? outcome : `${outcome}, HTTP ${status}`;
  const [response] = failureRows({ failures: first === null ? [] : [first] });
  return html`
<tr><th scope="row">${plainText(name)}</th><td class="number">${kind.count === null ? '–' : count(kind.count)}</td><td>${when(kind, startMs)}</td><td>${
    response === undefined
      ? 'not on record'
      : html`<code>${response.response}</code><br><span class="soft">${response.when}</span>`
  }</td></tr>`;
}

function when({ firstMs, lastMs }: Kind, startMs: number): Markup | null {
  if (firstMs === null) return null;
  const link = momentLink({ fromMs: firstMs, toMs: Math.max(firstMs, lastMs ?? firstMs) }, startMs);
  return lastMs === null ? html`first ${link}` : link;
}
