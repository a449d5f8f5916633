/** Renders the trends of a history as one self-contained HTML page. */
import { counted, dayOf } from '../format/numbers.js';
import { changeText } from '../format/units.js';
import type { SeriesTrends } from '../history/trends.ts';
import { SCRIPT, STYLE_SHEET } from './history-page/assets.ts';
import { pageData } from './history-page/page-data.ts';
import { seriesName, seriesSection } from './history-page/series-section.ts';
import { html } from './html/markup.ts';
import { page } from './html/page.ts';

/** @param reports relative addresses of the reports there are, by run id. */
export function renderHistoryPage(
  all: readonly SeriesTrends[],
  reports: ReadonlyMap<string, string>,
): string {
  const runs = all.flatMap((one) => one.runs).toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  const days =
    runs.length === 0
      ? 'no runs'
      : `${dayOf(runs.at(0)!.startedAtMs)} to ${dayOf(runs.at(-1)!.startedAtMs)}`;
  const names = [...new Set(all.map(({ key }) => `${key.scenario} ${key.environment}`))];
  const title = `History: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
  const data = pageData(all, reports, ({ change }, { compareBy }) => changeText(change, compareBy));
  const sections = [
    html`<header class="history-head"><h1>${title}</h1>
<p class="soft">${counted(runs.length, 'run')} in ${counted(all.length, 'series', 'series')}, ${days} (UTC)</p>
${all.length < 2 ? null : filter(all)}</header>`,
    ...all.map((one) => seriesSection(one, reports)),
    html`<dialog id="run" aria-labelledby="run-title"></dialog>`,
  ];
  return page(title, data, sections, { script: SCRIPT, styleSheet: STYLE_SHEET });
}

/** Works only with the script, which shows it. */
function filter(all: readonly SeriesTrends[]) {
  return html`<p class="filter" hidden><label for="series">Series</label> <select id="series">
${all.map((one) => html`<option value="${one.series}">${seriesName(one)}, ${counted(one.runs.length, 'run')}</option>`)}
<option value="">All series</option></select></p>`;
}
