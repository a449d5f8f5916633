/** The policy that follows from what was measured, on a page: what to set, the arithmetic, the commands. */
import type { Recommendation } from '../../capacity/recommend/recommendation.ts';
import { html, type Markup } from '../html/markup.ts';
import { policyText } from '../policy-text.ts';
import { settingRows } from '../recommendation-terminal.ts';

export function policySection(found: Recommendation): Markup {
  const { arithmetic, risks, alternatives, caveats, endpoint, policy, canFollow } = found;
  const list = (title: string, sentences: readonly string[]) =>
    sentences.length === 0
      ? null
      : html`<h3>${title}</h3><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
  return html`<section aria-labelledby="policy">
<h2 id="policy">The policy that follows from what was measured</h2>
${canFollow ? null : html`<p class="note">No policy can follow this load; see what would serve better.</p>`}
<dl class="facts">${settingRows(found).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<h3>How it follows</h3>
<dl class="facts">${arithmetic.map(({ what, how }) => html`<dt>${what}</dt><dd>${how}</dd>`)}</dl>
${list('What it risks', risks)}
${list(
  'What would serve better',
  alternatives.map(({ message }) => message),
)}
${caveats.map((sentence) => html`<p class="note">${sentence}</p>`)}
<details><summary>Commands that set it</summary><pre class="scroll" tabindex="0"><code>${policyText('aws', endpoint, policy)}</code></pre></details>
</section>`;
}
