/** One series: what changed, its charts, and the same as tables. */
import { count, counted, dayAndTime } from '../../format/numbers.js';
import { changeText, inUnit } from '../../format/units.js';
import type { RunEntry } from '../../history/entry.ts';
import type { SeriesTrends, Trend } from '../../history/trends.ts';
import { html, type Markup } from '../html/markup.ts';
import { versionOf } from '../run-words.ts';
import { STATUS_WORDS } from '../status-words.ts';
import { changesList } from './changes-list.ts';
import { holderOf } from './page-data.ts';
import { sharedFacts } from './shared-facts.ts';

/** A table of more is no help to anyone; `history --csv` has them all. */
const LISTED_RUNS = 60;

export function seriesSection(one: SeriesTrends, reports: ReadonlyMap<string, string>): Markup {
  const { series, trends } = one;
  return html`<section class="series" data-series="${series}" aria-labelledby="series-${series}">
<h2 id="series-${series}">${seriesName(one)}</h2>
${verdicts(one.runs)}
${changesList(one)}
${sharedFacts(one.key)}
<details class="hint"><summary>How to read the charts</summary><p class="soft">A dot is a run, and leads to its report or its details; the line through it is the interval inside the run. Ticks above the dots are verdicts that did not pass; an open dot is a run in doubt. The dashed line is the median of the runs before the newest, a triangle a value far outside of the chart. The y axis need not begin at zero. Drag to zoom, double-click to zoom out; in a focused chart, the arrow keys move and Enter opens the run.</p></details>
<noscript><p class="note">The charts need JavaScript; the tables do not.</p></noscript>
<div class="multiples">${trends.map((trend) => figure(series, trend))}</div>
${metricsTable(trends)}
${runsTable(one.runs, reports)}
</section>`;
}

function verdicts(runs: readonly RunEntry[]): Markup {
  const counts = (['pass', 'fail', 'inconclusive', 'error'] as const).flatMap((status) => {
    const found = runs.filter((run) => run.status === status).length;
    const { mark, word } = STATUS_WORDS[status];
    return found === 0
      ? []
      : [html` <span class="badge is-${status}">${mark} ${count(found)} ${word}</span>`];
  });
  return html`<p class="verdicts">${counts}</p>`;
}

function figure(series: string, trend: Trend): Markup {
  const { id, title, last, unit } = trend;
  const worst = trend.changes.some(({ isWorse }) => isWorse) ? ' has-worse' : '';
  return html`<figure class="multiple${worst}">
<figcaption><h3>${title}</h3>
<p class="now"><strong>${inUnit(last, unit)}</strong> ${againstBefore(trend)}</p><p class="readout" aria-live="polite"></p></figcaption>
<div class="chart" id="${holderOf(series, id)}" role="group" tabindex="0" aria-label="Chart: ${title}"></div>
</figure>`;
}

function againstBefore({ change, compareBy }: Trend): Markup | null {
  return change === null
    ? null
    : html`<span class="soft">${changeText(change, compareBy)} against the median before</span>`;
}

function metricsTable(trends: readonly Trend[]): Markup {
  const row = ({ title, values, unit, last, baseline, change, compareBy }: Trend) => {
    const runs = values.filter((value) => value !== null).length;
    return html`<tr><th scope="row">${title}</th><td class="number">${inUnit(last, unit)}</td><td class="number">${inUnit(baseline, unit)}</td><td class="number">${change === null ? '' : changeText(change, compareBy)}</td><td class="number">${runs}</td></tr>`;
  };
  return html`<details><summary>The metrics as a table</summary>
<div class="scroll" tabindex="0" role="group" aria-label="Metrics"><table>
<thead><tr><th scope="col">Metric</th><th scope="col" class="number">Last</th><th scope="col" class="number">Median before</th><th scope="col" class="number">Change</th><th scope="col" class="number">Runs</th></tr></thead>
<tbody>${trends.map(row)}</tbody></table></div></details>`;
}

function runsTable(runs: readonly RunEntry[], reports: ReadonlyMap<string, string>): Markup {
  const listed = runs.slice(-LISTED_RUNS).toReversed();
  const row = (run: RunEntry) => {
    const when = dayAndTime(run.startedAtMs).slice(0, 16);
    const report = reports.get(run.runId);
    const { mark, word } = STATUS_WORDS[run.status];
    return html`<tr><th scope="row" class="number">${report === undefined ? when : html`<a href="${report}">${when}</a>`}</th><td><span class="badge is-${run.status}">${mark} ${word}</span></td><td>${run.headline}</td><td>${versionOf(run)}</td></tr>`;
  };
  const rest = runs.length - listed.length;
  const all = html`<p class="soft">The other ${counted(rest, 'run')}: <code>npx scaleproof history --csv</code>.</p>`;
  return html`<details><summary>The ${rest === 0 ? '' : `newest ${listed.length} `}runs as a table</summary>
<div class="scroll" tabindex="0" role="group" aria-label="Runs"><table>
<thead><tr><th scope="col">When (UTC)</th><th scope="col">Verdict</th><th scope="col">Headline</th><th scope="col">Commit, label</th></tr></thead>
<tbody>${listed.map(row)}</tbody></table></div>
${rest === 0 ? null : all}</details>`;
}

export function seriesName({ key, series }: SeriesTrends): string {
  return `${key.scenario} ${key.environment} (${series})`;
}
