/** The other charts, in groups that open. */
import { figure } from './chart-box.ts';
import type { Chart, ChartGroup, PageData } from './chart-data.ts';
import { chartTable } from './chart-table.ts';
import { html, type Markup } from './markup.ts';

const GROUPS: readonly (readonly [Exclude<ChartGroup, 'story' | 'beside-words'>, string])[] = [
  ['callers', 'What callers got'],
  ['way', 'API Gateway and the function'],
  ['model', 'The model'],
  ['generator', 'The load generator'],
];

/** @returns null without any */
export function chartsSection(data: PageData): Markup | null {
  const groups = GROUPS.map(
    ([group, title]) => [title, data.charts.filter((chart) => chart.group === group)] as const,
  ).filter(([, charts]) => charts.length > 0);
  if (groups.length === 0) return null;
  return html`<section aria-labelledby="charts">
<h2 id="charts">More charts, on the same clock</h2>
${groups.map(([title, charts]) => opening(title, charts, data))}
</section>`;
}

function opening(title: string, charts: readonly Chart[], data: PageData): Markup {
  return html`
<details class="charts"><summary>${title} <span class="soft">${charts.map((chart) => chart.title).join(' · ')}</span></summary>
${charts.map(figure)}
<details class="as-table"><summary>The same as a table</summary>
${chartTable(title, charts, data)}
</details>
</details>`;
}
