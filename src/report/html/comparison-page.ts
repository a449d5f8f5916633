/** A comparison as a page: who was compared, what came of it, and a row a metric with its interval. */
import { dayAndTime } from '../../format/numbers.js';
import type { Comparison } from '../../history/compare.ts';
import { comparisonHeadline, runsInWords } from '../comparison-rows.ts';
import { versionOf } from '../run-words.ts';
import { STATUS_WORDS } from '../status-words.ts';
import { comparisonTable } from './comparison-table.ts';
import { html, type Markup } from './markup.ts';
import { staticPage } from './page.ts';

const RESULTS = {
  regression: { status: 'fail', word: 'REGRESSION' },
  'no-regression': { status: 'pass', word: 'NO REGRESSION' },
  insufficient: { status: 'inconclusive', word: 'TOO FEW RUNS' },
} as const;

export function comparisonPage(comparison: Comparison, leftOut: readonly string[]): string {
  const headline = comparisonHeadline(comparison);
  return staticPage(`${RESULTS[comparison.result].word}: ${headline}`, [
    headerSection(comparison, headline, leftOut),
    metricsSection(comparison),
    runsSection(comparison),
  ]);
}

function headerSection(
  comparison: Comparison,
  headline: string,
  leftOut: readonly string[],
): Markup {
  const { status, word } = RESULTS[comparison.result];
  const { key } = comparison.candidate[0]!;
  return html`<header class="is-${status}">
<p><span class="badge is-${status}"><span aria-hidden="true">${STATUS_WORDS[status].mark}</span> ${word}</span></p>
<h1>${headline.replace('Regression: ', '')}</h1>
<p class="soft">Scenario ${key.scenario}, ${key.environment}. Base: ${runsInWords(comparison.base)}. Candidate: ${runsInWords(comparison.candidate)}.</p>
${leftOut.map((sentence) => html`<p class="note">${sentence}</p>`)}
</header>`;
}

function metricsSection(comparison: Comparison): Markup {
  return html`<section aria-labelledby="metrics">
<h2 id="metrics">Metrics</h2>
<p class="soft">Medians of the runs. A bar is the 95 % interval of the change, worse to the right; the thin lines are what is allowed. “~”: no difference is shown.</p>
${comparisonTable(comparison, 'metrics', { base: 'Base', candidate: 'Candidate' })}
</section>`;
}

function runsSection({ base, candidate }: Comparison): Markup {
  const sides = [
    ['Base', base],
    ['Candidate', candidate],
  ] as const;
  return html`<section aria-labelledby="runs">
<h2 id="runs">Runs</h2>
<div class="scroll" role="group" aria-labelledby="runs" tabindex="0">
<table>
<thead><tr><th scope="col">Side</th><th scope="col">Run</th><th scope="col">When (UTC)</th><th scope="col">Verdict</th><th scope="col">Commit, label</th></tr></thead>
<tbody>${sides.flatMap(([side, runs]) =>
    runs.map(
      (run) => html`
<tr><td>${side}</td><th scope="row">${run.runId}</th><td>${dayAndTime(run.startedAtMs)}</td><td>${STATUS_WORDS[run.status].word}</td><td>${versionOf(run)}</td></tr>`,
    ),
  )}
</tbody>
</table>
</div>
</section>`;
}
