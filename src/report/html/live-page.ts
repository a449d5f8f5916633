/**
 * The page of a run that is going on: the measured sections of the report under a header of its own, and
 * no judgment. When the run has ended, the report's own parts take its place.
 */
import type { Timeline } from '../../analysis/timeline.ts';
import { definitionOf } from '../../verdict/checks/registry.ts';
import type { Check, Verdict } from '../../verdict/verdict.ts';
import { checkGroups } from '../check-groups.ts';
import { type LiveFigures, liveFigures } from '../live-figures.ts';
import { elapsedInWords, type LiveView, stepInWords } from '../live-view.ts';
import { systemInWords } from '../run-facts.ts';
import { compressionNote } from '../status-words.ts';
import { liveAssets } from './assets.ts';
import { html, type Markup } from './markup.ts';
import type { PackedData } from './packed-data.ts';
import { servedPage } from './page.ts';
import { measuredParts, type PageParts } from './report-parts.ts';

/** Where the run is, as the terminal shows it. */
export type LiveProgress = Omit<LiveView, 'timeline'>;

/** What is recorded so far; its verdict is only read for what was measured. */
export interface SeenSoFar {
  readonly verdict: Verdict;
  readonly timeline: Timeline;
  readonly measured: Pick<PageParts, 'sections' | 'data'>;
}

export function seenSoFar(verdict: Verdict, timeline: Timeline): SeenSoFar {
  return { verdict, timeline, measured: measuredParts(verdict, timeline) };
}

const ASSETS = liveAssets();
const NO_DATA: PackedData = { from: 0, to: 1, charts: [], bands: [] };

/** @param seen null before the run has recorded anything */
export function liveParts(progress: LiveProgress, seen: SeenSoFar | null): PageParts {
  if (seen === null) {
    return { title: 'RUNNING', sections: [liveHeader(progress, null)], data: NO_DATA };
  }
  const { verdict, measured } = seen;
  return {
    title: `RUNNING: ${verdict.scenario.name}, ${verdict.runId}`,
    sections: [
      liveHeader(progress, seen),
      ...measured.sections,
      checksToCome(checkGroups(verdict.checks).configured),
    ],
    data: measured.data,
  };
}

/** A run that ended before there was anything to judge. @param why one sentence */
export function noReportParts(why: string): PageParts {
  const header = html`<header class="is-error">
<p><span class="badge is-error"><span aria-hidden="true">!</span> NO REPORT</span></p>
<h1>${why}</h1>
<p class="soft">The terminal says more.</p>
</header>`;
  return { title: 'NO REPORT', sections: [header], data: NO_DATA };
}

/** The whole document, with what is known now; its script asks for the rest. */
export function liveDocument({ title, sections, data }: PageParts): string {
  const status = html`<p id="live" role="status" aria-live="polite"><noscript>Reload this page to see more of the run.</noscript></p>`;
  return servedPage(title, data, sections, status, ASSETS);
}

function liveHeader(progress: LiveProgress, seen: SeenSoFar | null): Markup {
  const { step, attempt, message } = progress;
  const isTimed = progress.elapsedSeconds > 0 || progress.totalSeconds !== null;
  return html`<header class="is-running">
<p><span class="badge is-running"><span aria-hidden="true">●</span> RUNNING</span></p>
<h1>${stepInWords(step, attempt)}${isTimed ? `: ${elapsedInWords(progress)}` : ''}</h1>
${message === undefined || message === '' ? null : html`<p>${message}</p>`}
${seen === null ? null : figuresOf(seen)}
</header>`;
}

function figuresOf({ verdict, timeline }: SeenSoFar): Markup {
  const { name, environment } = verdict.scenario;
  const compression = compressionNote(verdict.timeCompression);
  return html`<p class="soft">Scenario ${name} (${systemInWords(verdict.scenario)}, ${environment}), run ${verdict.runId}</p>
${compression === null ? null : html`<p class="note">${compression}</p>`}
<p class="soft">Nothing is judged before the run has ended; what is missing below may still come.</p>
<dl class="tiles">${tiles(timeline).map(
    ([title, value]) => html`<div><dt>${title}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

/** The figures of the terminal's live view. */
function tiles(timeline: Timeline): (readonly [string, string])[] {
  const figures = liveFigures(timeline);
  const { concurrency } = figures;
  const fleet: readonly [string, string] =
    concurrency === null
      ? [
          timeline.hosts === undefined ? 'Instances' : 'Copies',
          figures.instances.replace('->', '→'),
        ]
      : [`${concurrency.of} concurrency, limit`, `${concurrency.now}, ${concurrency.limit}`];
  const load: readonly (readonly [string, string])[] = [
    ['Planned and sent now', `${figures.planned}, ${figures.achieved}`],
    ['Latency p99, last 5 s', figures.p99],
    ['Responses so far', responsesInWords(figures)],
  ];
  return [...(timeline.unwatched ? [] : [fleet]), ...(timeline.load.length === 0 ? [] : load)];
}

function responsesInWords({ ok, wrong, errors }: LiveFigures): string {
  const others = [
    wrong === '0' ? null : `${wrong} wrong`,
    errors === '0' ? null : `${errors} failed`,
  ];
  return [`${ok} correct`, ...others.filter((part) => part !== null)].join(', ');
}

function checksToCome(checks: readonly Check[]): Markup | null {
  if (checks.length === 0) return null;
  return html`<section aria-labelledby="checks">
<h2 id="checks">Checks</h2>
<p>Judged when the run has ended:</p>
<ul>${checks.map(
    ({ id, limit }) =>
      html`<li>${definitionOf(id).question}${limit === '' ? null : html` <span class="soft">${limit}</span>`}</li>`,
  )}</ul>
</section>`;
}
