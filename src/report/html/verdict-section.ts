/** The top of the page: status, headline, why it is so and what to do, key figures. */
import { count, milliseconds, perSecond, seconds, share } from '../../format/numbers.js';
import { causingFinding } from '../../verdict/cause.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { hasInstances } from '../instance-words.ts';
import { whyNoLoad } from '../load-rows.ts';
import { systemInWords } from '../run-facts.ts';
import {
  type AnyStatus,
  attemptNote,
  compressionNote,
  endingNote,
  STATUS_WORDS,
} from '../status-words.ts';
import { html, type Markup } from './markup.ts';
import { momentLink } from './moment-link.ts';

/** @param startMs the time axis's zero, local epoch ms */
export function verdictSection(verdict: Verdict, startMs: number): Markup {
  const { name, environment } = verdict.scenario;
  const notes = [
    attemptNote(verdict.attempt),
    endingNote(verdict.ended),
    compressionNote(verdict.timeCompression),
  ];
  return html`<header class="is-${verdict.status}">
<p class="of-run">${badge(verdict.status)} <span class="soft">${name} (${systemInWords(verdict.scenario)}, ${environment}), run ${verdict.runId}</span></p>
<h1>${verdict.headline}</h1>
${explanation(verdict, startMs)}${notes.filter((note) => note !== null).map((note) => html`<p class="note">${note}</p>`)}
<dl class="tiles">${tiles(verdict).map(
    ([title, value]) => html`<div><dt>${title}</dt><dd>${value}</dd></div>`,
  )}</dl>
</header>`;
}

/** The finding that explains the status, in front of all others. */
function explanation(verdict: Verdict, startMs: number): Markup | null {
  const finding = causingFinding(verdict);
  if (finding === null) return null;
  const { message, advice } = finding;
  const when = verdict.cause?.when ?? null;
  return html`<dl class="cause"><dt>Cause</dt><dd>${message}${when === null ? null : html` ${momentLink(when, startMs)}`}</dd>${
    advice === '' ? null : html`<dt>What to do</dt><dd>${advice}</dd>`
  }</dl>
`;
}

export function badge(status: AnyStatus): Markup {
  const { mark, word } = STATUS_WORDS[status];
  return html`<span class="badge is-${status}"><span aria-hidden="true">${mark}</span> ${word}</span>`;
}

function tiles(verdict: Verdict): (readonly [string, string])[] {
  const { load, instances, scalingEvents } = verdict;
  const scaling = hasInstances(instances) ? scalingTiles(instances, scalingEvents) : [];
  const unknown = whyNoLoad(verdict);
  if (unknown !== null) return [...scaling, ['Load', unknown]];
  return [
    ...scaling,
    ['Peak rate sent', perSecond(load.peakSentRps)],
    ['Latency p99, whole run', milliseconds(load.latencyMs.p99)],
    [
      'Correct responses',
      load.completed === 0 ? share(0, 0) : share(load.outcomeShares.correct ?? 0, 1),
    ],
  ];
}

function scalingTiles(
  instances: Verdict['instances'],
  events: Verdict['scalingEvents'],
): (readonly [string, string])[] {
  const out = events.find((event) => event.direction === 'out');
  const lag = out?.totalSeconds == null ? 'not observed' : seconds(out.totalSeconds);
  return [
    ['Instances, first to peak', `${count(instances.first)} → ${count(instances.peak)}`],
    ['First scale-out took', out === undefined ? 'none observed' : lag],
  ];
}
