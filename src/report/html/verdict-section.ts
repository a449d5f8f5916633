/** The top of the page: status, headline, why it is so and what to do, key figures. */
import { count, counted } from '../../format/numbers.js';
import { causingFinding } from '../../verdict/cause.ts';
import { definitionOf } from '../../verdict/checks/registry.ts';
import type { Check, Verdict } from '../../verdict/verdict.ts';
import { systemInWords } from '../run-facts.ts';
import {
  type AnyStatus,
  attemptNote,
  compressionNote,
  endingNote,
  STATUS_WORDS,
} from '../status-words.ts';
import { headerTiles } from './header-tiles.ts';
import { html, type Markup, verbatim } from './markup.ts';
import { momentLink } from './moment-link.ts';

/** @param startMs the time axis's zero, local epoch ms */
export function verdictSection(verdict: Verdict, startMs: number): Markup {
  const notes = [
    attemptNote(verdict.attempt),
    // The headline says that a run was interrupted.
    verdict.ended === 'interrupted' ? null : endingNote(verdict.ended),
    compressionNote(verdict.timeCompression),
  ];
  return html`<header class="is-${verdict.status}">
<p class="of-run">${badge(verdict.status)} <span class="soft">Scaleproof, scenario ${scenarioInWords(verdict)}, run ${verdict.runId}</span>${allPassed(verdict.checks)}</p>
<h1>${verdict.headline}</h1>
${explanation(verdict, startMs)}${tally(verdict.checks)}${notes.filter((note) => note !== null).map((note) => html`<p class="note">${note}</p>`)}
<dl class="tiles">${headerTiles(verdict).map(
    ([title, value, note]) =>
      html`<div><dt>${title}</dt><dd>${value}</dd>${note === null ? null : html`<dd class="soft">${note}</dd>`}</div>`,
  )}</dl>
</header>`;
}

/** `dog-b, local`; with the system where the scenario has another name. */
function scenarioInWords({ scenario }: Verdict): string {
  const { name, environment } = scenario;
  const system = systemInWords(scenario);
  return [name, ...(system === name ? [] : [`system ${system}`]), environment].join(', ');
}

/** The finding that explains the status, in front of all others; without one, what to do all the same. */
function explanation(verdict: Verdict, startMs: number): Markup | null {
  const finding = causingFinding(verdict);
  if (finding === null) return again(verdict);
  const { message, advice } = finding;
  const when = verdict.cause?.when ?? null;
  return html`<dl class="cause"><dt>Cause</dt><dd>${message}${when === null ? null : html` ${momentLink(when, startMs)}`}</dd>${
    advice === '' ? null : html`<dt>What to do</dt><dd>${advice}</dd>`
  }</dl>
`;
}

/** A run that did not reach its end. */
function again({ ended, repeat }: Verdict): Markup | null {
  if (ended === 'completed' || ended === 'failed') return null;
  const command =
    repeat.incompleteBecause === null ? html`: <code>${verbatim(repeat.command)}</code>` : '.';
  return html`<dl class="cause"><dt>What to do</dt><dd>Run it again to the end${command}</dd></dl>
`;
}

/** Beside the status, where there is nothing to list. */
function allPassed(checks: readonly Check[]): Markup | null {
  const judged = checks.filter(({ status }) => status !== 'skipped');
  if (judged.length === 0 || judged.some(({ status }) => status !== 'pass')) return null;
  return html` <span class="all-passed">${STATUS_WORDS.pass.mark} all ${counted(judged.length, 'check')} passed</span>`;
}

/** Every check that did not pass by name, and how many did. */
function tally(checks: readonly Check[]): Markup | null {
  const others = (['fail', 'inconclusive'] as const).flatMap((status) =>
    checks.filter((check) => check.status === status),
  );
  if (others.length === 0) return null;
  const passed = checks.filter(({ status }) => status === 'pass').length;
  return html`<ul class="tally">${others.map(
    ({ id, status }) =>
      html`<li><a class="is-${status}" href="#check-${id}"><span aria-hidden="true">${STATUS_WORDS[status].mark}</span> ${definitionOf(id).title}<span class="hidden">: ${STATUS_WORDS[status].word}</span></a></li>`,
  )}<li class="is-pass"><span aria-hidden="true">${STATUS_WORDS.pass.mark}</span> ${count(passed)} passed</li></ul>
`;
}

export function badge(status: AnyStatus): Markup {
  const { mark, word } = STATUS_WORDS[status];
  return html`<span class="badge is-${status}"><span aria-hidden="true">${mark}</span> ${word}</span>`;
}
