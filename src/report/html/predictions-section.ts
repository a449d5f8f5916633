/** Which class was predicted for which: a matrix of few classes, a list of the confusions of many. */
import { count, percent, wholePercent } from '../../format/numbers.js';
import type { Verdict } from '../../verdict/verdict.ts';
import { plainText } from '../plain-text.ts';
import { html, type Markup } from './markup.ts';

type Predictions = NonNullable<Verdict['predictions']>;

/** More columns than these no screen has room for. */
const MOST_IN_MATRIX = 10;
const MOST_LISTED = 20;

export function predictionsSection({ predictions, load }: Verdict): Markup | null {
  if (predictions === null) return null;
  const { labels, labelsLeftOut, withoutLabel } = predictions;
  const inMatrix = labels.length <= MOST_IN_MATRIX && labelsLeftOut === 0;
  return html`<section aria-labelledby="predictions">
<h2 id="predictions">Expected and predicted</h2>
<p>${summary(load)}</p>
${labels.length === 0 ? null : inMatrix ? matrix(predictions) : list(predictions)}
${withoutLabel.length === 0 ? null : unlabelled(predictions)}
${
  predictions.unknownLabel === 0
    ? null
    : html`<p class="soft">${count(predictions.unknownLabel)} wrong predictions are of rows that were never answered correctly; the record does not tell their label.</p>`
}
</section>`;
}

function summary({ outcomes }: Verdict['load']): string {
  const { correct = 0, wrong = 0 } = outcomes;
  const all = correct + wrong;
  return `${count(correct)} of ${count(all)} predictions were correct${all === 0 ? '' : ` (${percent(correct / all)})`}.`;
}

function matrix({ labels, confusions }: Predictions): Markup {
  const times = (expected: string, predicted: string | null) =>
    confusions.find((one) => one.expected === expected && one.predicted === predicted)?.count ?? 0;
  const hasOther = confusions.some(({ predicted }) => predicted === null);
  return html`<p class="soft">A row for each expected class, a column for each predicted one; the stronger the colour, the larger the share of the row.</p>
<div class="scroll" role="group" aria-labelledby="predictions" tabindex="0">
<table class="confusion">
<thead><tr><th scope="col">Expected</th>${labels.map(
    ({ label }) => html`<th scope="col" class="number">${plainText(label)}</th>`,
  )}${hasOther ? html`<th scope="col" class="number">other</th>` : null}<th scope="col" class="number">Correct</th></tr></thead>
<tbody>${labels.map(
    ({ label, asked, correct }) => html`
<tr><th scope="row">${plainText(label)}</th>${labels.map((column) =>
      column.label === label
        ? cell(correct, asked, 'is-right')
        : cell(times(label, column.label), asked, 'is-wrong'),
    )}${hasOther ? cell(times(label, null), asked, 'is-wrong') : null}<td class="number">${asked === 0 ? 'n/a' : percent(correct / asked)}</td></tr>`,
  )}
</tbody>
</table>
</div>`;
}

/** In steps of a fifth: classes, because the page allows no style of an element's own. */
function cell(times: number, asked: number, kind: string): Markup {
  const step = times === 0 ? 0 : Math.max(1, Math.ceil((times / asked) * 5));
  return html`<td class="number ${kind} shade-${step}">${count(times)}</td>`;
}

function list({ labels, labelsLeftOut, confusions, confusionsLeftOut }: Predictions): Markup {
  const shown = confusions.slice(0, MOST_LISTED);
  const rest =
    confusions.slice(MOST_LISTED).reduce((sum, one) => sum + one.count, 0) + confusionsLeftOut;
  const classes = count(labels.length + labelsLeftOut);
  if (shown.length === 0)
    return html`<p class="soft">Each of ${classes} classes was recognized.</p>`;
  const askedOf = new Map(labels.map(({ label, asked }) => [label, asked]));
  return html`<p class="soft">The most frequent confusions of ${classes} classes.</p>
<div class="scroll" role="group" aria-labelledby="predictions" tabindex="0">
<table class="confusions">
<thead><tr><th scope="col">Expected</th><th scope="col">Predicted</th><th scope="col" class="number">Times</th><th scope="col" class="number">Of its class</th></tr></thead>
<tbody>${shown.map(
    ({ expected, predicted, count: times }) => html`
<tr><th scope="row">${plainText(expected)}</th><td>${predicted === null ? 'other' : plainText(predicted)}</td><td class="number">${count(times)}</td><td class="number">${share(times, askedOf.get(expected))}</td></tr>`,
  )}
</tbody>
</table>
</div>
${rest === 0 ? null : html`<p class="soft">And ${count(rest)} rarer ones.</p>`}`;
}

function share(times: number, asked: number | undefined): string {
  return asked === undefined || asked === 0 ? 'n/a' : wholePercent(times / asked);
}

function unlabelled({ withoutLabel }: Predictions): Markup {
  const all = withoutLabel.reduce((sum, one) => sum + one.count, 0);
  const classes = withoutLabel.map(
    (one) =>
      `${one.predicted === null ? 'other' : plainText(one.predicted)} (${count(one.count)} times)`,
  );
  return html`<p>${count(all)} predictions are of rows without a label, of which any answer counts as correct. Predicted: ${classes.join(', ')}.</p>`;
}
