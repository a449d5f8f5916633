/** Settings and circumstances in which two runs differ; the rest is counted. */
import { counted } from '../../format/numbers.js';
import type { Pair } from '../../history/compare-pair.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { html, type Markup } from '../html/markup.ts';
import type { Row } from '../load-rows.ts';
import { type DifferingRow, loadDifferences } from '../pair-words.ts';
import { runRows } from '../run-facts.ts';
import { settingRows } from '../setting-rows.ts';
import type { ShownRuns } from './drawn-run.ts';

/** They identify a run, or are what came of it: the page says so elsewhere. */
const NOT_SETTINGS = ['Run', 'Started', 'Ended', 'Duration', 'Instances', 'Carried'];

export function differencesSection(pair: Pair, { a, b }: ShownRuns): Markup {
  const [one, other] = [rowsOf(a.verdict), rowsOf(b.verdict)];
  const names = [...new Set([...one, ...other].map(([name]) => name))];
  const rows = names.map(
    (name): DifferingRow => [name, settingOf(one, name), settingOf(other, name)],
  );
  const differing = [...loadDifferences(pair), ...rows.filter(isDifferent)];
  const alike = rows.filter((row) => !isDifferent(row)).length;
  return html`<section aria-labelledby="settings">
<h2 id="settings">Settings that differ</h2>
${differing.length === 0 ? html`<p>None that was recorded.</p>` : table(differing)}
<p class="soft">${counted(alike, 'other setting')} ${alike === 1 ? 'is' : 'are'} the same in both.</p>
</section>`;
}

/** A stand-in has another port each time, which says nothing. */
function isDifferent([, left, right]: DifferingRow): boolean {
  const withoutPort = (text: string) => text.replace(/^(https?:\/\/127\.0\.0\.1):\d+/, '$1');
  return withoutPort(left) !== withoutPort(right);
}

function rowsOf(verdict: Verdict): Row[] {
  const facts = runRows(verdict).filter(
    ([name]) => !NOT_SETTINGS.some((other) => name.startsWith(other)),
  );
  return [...settingRows(verdict), ...facts];
}

/** Several alarms of one role have several rows of one name. */
function settingOf(rows: readonly Row[], name: string): string {
  return rows
    .filter(([other]) => other === name)
    .map(([, value]) => value)
    .join('; ');
}

function table(rows: readonly DifferingRow[]): Markup {
  return html`<div class="scroll" role="group" aria-labelledby="settings" tabindex="0">
<table class="pair-settings">
<thead><tr><th scope="col">Setting</th><th scope="col">A</th><th scope="col">B</th></tr></thead>
<tbody>${rows.map(
    ([what, a, b]) => html`
<tr><th scope="row">${what}</th><td data-name="A">${a || 'none'}</td><td data-name="B">${b || 'none'}</td></tr>`,
  )}
</tbody>
</table>
</div>`;
}
