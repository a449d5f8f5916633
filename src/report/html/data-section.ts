/** The raw data, to take away: from the page itself, and the files of the run's directory. */
import type { Verdict } from '../../verdict/verdict.ts';
import type { PageData } from './chart-data.ts';
import { html, type Markup } from './markup.ts';
import { dataBlock } from './page.ts';

export function dataSection(verdict: Verdict, { charts }: PageData): Markup {
  const { loadFrom, settings } = verdict;
  const files = [
    'verdict.json',
    'manifest.json',
    ...(loadFrom === 'elsewhere' ? [] : ['load.ndjson']),
    ...(settings.watching === null ? [] : ['aws.ndjson']),
    'report.md',
    'junit.xml',
  ];
  return html`<section aria-labelledby="data">
<h2 id="data">The data</h2>
<p class="downloads">${
    charts.length === 0
      ? null
      : html`<button type="button" data-download="csv" hidden>Seconds as CSV</button> <button type="button" data-download="charts" hidden>Charts as JSON</button> `
  }<button type="button" data-download="verdict" hidden>Verdict as JSON</button></p>
<p class="soft files">Beside this page, in the directory of the run: ${files.map(
    (file, index) => html`${index === 0 ? '' : ', '}<a href="${file}">${file}</a>`,
  )}.</p>
<script type="application/json" id="verdict-data">${dataBlock(verdict)}</script>
</section>`;
}
