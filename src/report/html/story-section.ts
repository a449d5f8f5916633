/** The run on one clock: load, instances, tracked metric and latency, with the waits of each scale-out over all. */
import type { LagPartName } from '../../analysis/scaling-event.ts';
import type { EventSpan } from './bands.ts';
import { lane } from './chart-box.ts';
import type { Chart } from './chart-data.ts';
import { chartTable } from './chart-table.ts';
import { html, type Markup } from './markup.ts';
import type { ChartedRun } from './page-data.ts';

/** What differs where the clock is that of more than one run. */
export interface StoryWords {
  readonly title: string;
  /** How the lines of the runs are told apart. */
  readonly key: Markup | null;
  /** A chart with its lines as columns of a table. */
  readonly asTabled: (chart: Chart) => Chart;
}

const PARTS: readonly (readonly [LagPartName, string])[] = [
  ['detection', 'breach and alarm: until the policy noticed'],
  ['decision', 'decision: until the desired count changed'],
  ['provisioning', 'provisioning: until in service'],
  ['recovery', 'recovery: until latency was back'],
];

const OF_ONE_RUN: StoryWords = {
  title: 'The run on one clock',
  key: null,
  asTabled: (chart) => chart,
};

export function storySection(
  { data, events }: ChartedRun,
  { title, key, asTabled }: StoryWords = OF_ONE_RUN,
): Markup {
  const lanes = data.charts.filter(({ group }) => group === 'story');
  if (lanes.length === 0) {
    return html`<section id="story" aria-labelledby="story-title">
<h2 id="story-title">${title}</h2>
<p>No data to chart.</p>
</section>`;
  }
  return html`<section id="story" aria-labelledby="story-title">
<div class="bar-of-charts"><h2 id="story-title">${title}</h2><p class="soft" id="view"></p><button type="button" id="whole-run" hidden>Show the whole run</button></div>
${key}<noscript><p class="note">The charts need JavaScript; the verdict, the checks and the tables do not.</p></noscript>
<div class="lanes">
${strip(events)}
${lanes.map(lane)}
</div>
${bandKey(data.bands.length > 0)}<p class="soft hint" id="chart-keys">Drag across a chart to zoom; double-click shows the whole run. In a focused chart, the arrow keys move the cursor, + and − zoom, Escape shows the whole run.</p>
<p class="hidden" id="readout" aria-live="polite"></p>
<details class="as-table"><summary>The same as a table</summary>
${chartTable(title, lanes.map(asTabled), data)}
</details>
</section>`;
}

/** What the colours of the bands stand for, also where a band is too narrow for its name. */
function bandKey(isNeeded: boolean): Markup | null {
  if (!isNeeded) return null;
  return html`<ul class="band-key" aria-label="Waits of a scale-out">${PARTS.map(
    ([part, waits]) => html`<li><i class="part-${part}"></i>${waits}</li>`,
  )}</ul>
`;
}

/** Above the lanes: each event with its waits. The script places them on the time axis. */
function strip(events: readonly EventSpan[]): Markup | null {
  if (events.length === 0) return null;
  const rows = 1 + Math.max(...events.map(({ row }) => row));
  return html`<div class="strip rows-${Math.min(rows, 4)}"><div class="spans">${events.map(span)}</div></div>`;
}

function span(event: EventSpan): Markup {
  const { letter, direction, label, title, from, to, bands, row } = event;
  return html`
<a class="moment span is-${direction} row-${row % 4}" href="#from=${from}&to=${to}&sel=${letter}" data-from="${from}" data-to="${to}" data-sel="${letter}" title="${title}"><strong>${letter}</strong> <span class="counts">${label}</span></a>${bands.map(
    (band) => html`
<a class="moment band part-${band.part} row-${row % 4}" href="#from=${band.from}&to=${band.to}&sel=${band.tag}" data-from="${band.from}" data-to="${band.to}" data-sel="${band.tag}" title="${band.title}"><span class="took">${band.took}</span> <span class="name">${band.label}</span></a>`,
  )}`;
}
