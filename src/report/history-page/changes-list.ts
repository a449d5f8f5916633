/** What changed for good, and what of that was accepted. */
import { dayOf } from '../../format/numbers.js';
import type { Acceptance } from '../../history/entry.ts';
import { titleOf } from '../../history/metrics.ts';
import type { SeriesTrends } from '../../history/trends.ts';
import { type ChangeGroup, changeGroups } from '../change-groups.ts';
import { html, type Markup } from '../html/markup.ts';

export function changesList({ trends, acceptances, runs }: SeriesTrends): Markup | null {
  const groups = changeGroups(trends, runs);
  if (groups.length === 0 && acceptances.length === 0) return null;
  return html`<ul class="findings changes">${groups.map(changed)}${acceptances.map(accepted)}</ul>`;
}

function changed({ isWorse, metrics, since }: ChangeGroup): Markup {
  return html`<li class="${isWorse ? 'is-fail' : 'is-pass'}"><span class="finding-head"><strong>${isWorse ? 'Worse' : 'Better'}</strong> ${since}:</span> <span>${metrics.join('; ')}</span></li>`;
}

function accepted({ metrics, fromMs, because }: Acceptance): Markup {
  const what = metrics.length === 0 ? 'all metrics' : metrics.map(titleOf).join('; ');
  return html`<li class="is-note"><span class="finding-head"><strong>Accepted</strong> from ${dayOf(fromMs)} on:</span> <span>${what}${because === null ? '' : ` (${because})`}</span></li>`;
}
