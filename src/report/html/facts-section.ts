/** What one needs to repeat the run, and what the run could not see. */

import { clock, dayAndTime, level } from '../../format/numbers.js';
import type { Verdict } from '../../verdict/verdict.ts';
import { instanceRows } from '../instance-words.ts';
import { html, type Markup } from './markup.ts';

export function caveatsSection(caveats: readonly string[]): Markup | null {
  if (caveats.length === 0) return null;
  return html`<section aria-labelledby="caveats">
<h2 id="caveats">Caveats</h2>
<ul>${caveats.map((caveat) => html`<li>${caveat}</li>`)}</ul>
</section>`;
}

export function factsSection(verdict: Verdict): Markup {
  return html`<section aria-labelledby="facts">
<h2 id="facts">The run</h2>
<dl class="facts">${facts(verdict).map(
    ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`,
  )}</dl>
</section>`;
}

function facts(verdict: Verdict): (readonly [string, string])[] {
  const { scenario, instances, startedAtMs, endedAtMs } = verdict;
  const duration =
    startedAtMs === null || endedAtMs === null ? 'n/a' : clock((endedAtMs - startedAtMs) / 1_000);
  return [
    ['Run', verdict.runId],
    ['Scenario', scenario.name],
    ['System', scenario.system],
    ['Environment', scenario.environment],
    ['Engine', scenario.engine],
    ['Seed', String(scenario.seed)],
    ['Started', moment(startedAtMs)],
    ['Ended', `${moment(endedAtMs)} (${verdict.ended})`],
    ['Duration', duration],
    [
      'Durations of AWS',
      verdict.timeCompression === null
        ? 'as on AWS'
        : `divided by ${level(verdict.timeCompression)}`,
    ],
    ...instanceRows(instances, 'Instances'),
  ];
}

/** UTC, so that the page says the same wherever it is made and read. */
function moment(atMs: number | null): string {
  if (atMs === null) return 'n/a';
  return `${dayAndTime(atMs)} UTC`;
}
