/** How to run it again: the command, and what it ran with. */
import type { Verdict } from '../../verdict/verdict.ts';
import { plainText } from '../plain-text.ts';
import { html, type Markup, verbatim } from './markup.ts';

const WHY_INCOMPLETE: Readonly<
  Record<NonNullable<Verdict['repeat']['incompleteBecause']>, string>
> = {
  'not-recorded':
    'The record says with which environment and seed it ran, but not with which flags, such as --set.',
  withheld: 'Values that may be secret are withheld: write them yourself.',
  'load-elsewhere':
    'Replace COMMAND with the command that sends the load; this run did not send it.',
};

export function repeatSection(verdict: Verdict): Markup {
  const { command, incompleteBecause } = verdict.repeat;
  return html`<section aria-labelledby="repeat">
<h2 id="repeat">Run it again</h2>
<div class="command"><pre id="command" tabindex="0">${verbatim(command)}</pre><button type="button" data-copy="command" hidden>Copy</button></div>
${incompleteBecause === null ? null : html`<p>${WHY_INCOMPLETE[incompleteBecause]}</p>`}
<p class="soft">${ranWith(verdict)}</p>
</section>`;
}

/** Seed and versions, so that a difference is no surprise. */
function ranWith({ versions, dataset, commit }: Verdict): string {
  const { scaleproof, node, ...others } = versions;
  const tools = [
    ...(scaleproof === undefined ? [] : [`Scaleproof ${scaleproof}`]),
    ...(node === undefined ? [] : [`Node ${node}`]),
    ...Object.entries(others).map((pair) => pair.join(' ')),
  ];
  const rows = dataset === null ? [] : [`${dataset.file} (SHA-256 ${dataset.sha256})`];
  const under = commit === null ? [] : [`commit ${commit}`];
  const facts = [...tools, ...rows, ...under].map(plainText);
  return facts.length === 0 ? 'Versions were not recorded.' : `It ran with ${facts.join(', ')}.`;
}
