/** The top of the page: which two runs, and how each ended. */

import { dayAndTime } from '../../format/numbers.js';
import type { Pair, Side } from '../../history/compare-pair.ts';
import { causingFinding } from '../../verdict/cause.ts';
import { html, type Markup } from '../html/markup.ts';
import { badge } from '../html/verdict-section.ts';
import { LETTERS, pairNames, SIDES, sharedScenario } from '../pair-words.ts';
import { senderInWords, systemInWords } from '../run-facts.ts';
import { versionOf } from '../run-words.ts';
import { compressionNote, endingNote } from '../status-words.ts';
import type { ShownRun, ShownRuns } from './drawn-run.ts';
import { lineSample } from './line-sample.ts';

export function headerSection(pair: Pair, runs: ShownRuns): Markup {
  const names = pairNames(pair);
  const [one, other] = SIDES.map((side) => compressionNote(runs[side].verdict.timeCompression));
  const isShared = one === other;
  return html`<header class="beside">
<h1>${sharedScenario(pair)}${SIDES.map((side, at) => html`${at === 0 ? null : ' beside '}<span class="run-${side}">${LETTERS[side]}</span> ${names[side]}`)}</h1>
<div class="sides">${SIDES.map((side) => sideOf(side, names[side], runs[side], isShared))}</div>
${isShared && one != null ? html`<p class="soft">${one}</p>` : null}
</header>`;
}

/** @param isShared what AWS's durations were divided by: then it is told once */
function sideOf(
  side: Side,
  name: string,
  { verdict, timeline, href }: ShownRun,
  isShared: boolean,
): Markup {
  const { scenario, runId, status, headline, startedAtMs } = verdict;
  const version = versionOf(verdict);
  const cause = causingFinding(verdict);
  const notes = [
    endingNote(verdict.ended),
    timeline.load.length === 0
      ? 'No load samples: its clock begins with the first observation of AWS.'
      : null,
    isShared ? null : compressionNote(verdict.timeCompression),
  ].filter((note) => note !== null);
  const when = startedAtMs === null ? '' : `, ${dayAndTime(startedAtMs)} UTC`;
  return html`<section class="side is-run-${side}" aria-labelledby="run-${side}">
<h2 id="run-${side}">${lineSample(side)} <span class="run-${side}">${LETTERS[side]}</span> ${name}</h2>
<p>${badge(status)}</p>
<p class="said">${headline}</p>
${cause === null ? null : html`<p>Cause: ${cause.message}</p>`}
<p class="soft">${scenario.name} (${systemInWords(scenario)}, ${scenario.environment}, ${senderInWords(verdict)})${when}${version === '' ? '' : `, ${version}`}</p>
<p class="soft">${href === null ? runId : html`<a href="${href}">${runId}</a>`}</p>
${notes.map((note) => html`<p class="note">${note}</p>`)}
</section>`;
}
