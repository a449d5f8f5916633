/** Whose fault latency was: one sentence, what to look at next, and the parts behind it. */
import { latencyBlame } from '../../analysis/latency-blame.ts';
import { latencySplit, type SplitPart } from '../../analysis/latency-split.ts';
import type { Timeline } from '../../analysis/timeline.ts';
import { milliseconds, wholePercent } from '../../format/numbers.js';
import type { Way } from '../../systems/contract.ts';
import {
  adviceOnLatency,
  blameBasis,
  blameInWords,
  partName,
  requestPath,
} from '../latency-words.ts';
import { figure } from './chart-box.ts';
import { type PageData, rounded } from './chart-data.ts';
import { html, type Markup } from './markup.ts';
import { momentLink } from './moment-link.ts';
import { SPLIT_CHART } from './split-chart.ts';

/**
 * @param way how requests were sent; null where it is not known
 * @returns null where no request ended
 */
export function latencySection(
  timeline: Timeline,
  { charts }: PageData,
  way: Way | null = null,
): Markup | null {
  const split = latencySplit(timeline);
  const blame = split && latencyBlame(timeline, split);
  if (!split || !blame) return null;
  const path = requestPath(split, timeline, way);
  const basis = blameBasis(blame);
  return html`<section aria-labelledby="latency-parts">
<h2 id="latency-parts">Where the latency went</h2>
<p class="blame"><strong>${blameInWords(blame, path)}</strong> ${adviceOnLatency(blame, path)}</p>
<p class="soft">Mean latency over ${
    blame.during === 'over-bound' ? momentLink(blame, timeline.startMs, basis) : basis
  }.</p>
<div class="scroll" role="group" aria-labelledby="latency-parts" tabindex="0">
<table class="parts">
<thead><tr><th scope="col">Part</th><th scope="col" class="number">Share</th><th scope="col" class="number">Mean</th><td class="bar"></td></tr></thead>
<tbody>${blame.parts.map(
    ({ part, share, meanMs }) => html`
<tr><th scope="row">${partName(part, path)}</th><td class="number">${wholePercent(share)}</td><td class="number">${milliseconds(meanMs)}</td><td class="bar" aria-hidden="true">${shareBar(part, share)}</td></tr>`,
  )}
</tbody>
</table>
</div>
${charts.filter(({ id }) => id === SPLIT_CHART).map(figure)}
</section>`;
}

function shareBar(part: SplitPart, share: number): Markup {
  return html`<svg viewBox="0 0 100 20" preserveAspectRatio="none"><rect class="whole" width="100" height="20"/><rect class="of-${part}" width="${rounded(share * 100)}" height="20"/></svg>`;
}
