/** The lanes of both runs on one clock, with the waits of their scale-outs above. */
import type { Chart } from '../html/chart-data.ts';
import { html, type Markup } from '../html/markup.ts';
import type { ChartedRun } from '../html/page-data.ts';
import { storySection } from '../html/story-section.ts';
import { lineSample } from './line-sample.ts';

export function lanesSection(charted: ChartedRun): Markup {
  return storySection(charted, {
    title: 'Both runs on one clock',
    key: html`<p class="soft pair-key">${lineSample('a')} A, dashed. ${lineSample('b')} B, solid. 0:00 is where the load of each begins.</p>`,
    asTabled,
  });
}

/** In charts, A comes last, on top of B; in a table, first. */
function asTabled(chart: Chart): Chart {
  const series = chart.series.toSorted((left, right) => left.label.localeCompare(right.label));
  return { ...chart, series };
}
