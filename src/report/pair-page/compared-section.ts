/** What came of comparing two runs: a sentence, how far to trust it, and the metrics. */

import { counted } from '../../format/numbers.js';
import type { Comparison } from '../../history/compare.ts';
import type { Pair } from '../../history/compare-pair.ts';
import { isIndicated } from '../comparison-rows.ts';
import { comparisonTable } from '../html/comparison-table.ts';
import { html, type Markup } from '../html/markup.ts';
import { pairHeadline, pairNotes } from '../pair-words.ts';

export function comparedSection(pair: Pair): Markup {
  return html`<section aria-labelledby="compared">
<h2 id="compared" class="answer">${pairHeadline(pair)}</h2>
${pairNotes(pair).map((note) => html`<p>${note}</p>`)}
</section>`;
}

export function metricsSection({ comparison, obstacles }: Pair): Markup {
  const { open, others } = parted(comparison);
  const heads = { base: 'A', candidate: 'B' };
  return html`<section aria-labelledby="metrics">
<h2 id="metrics">Metrics</h2>
${
  obstacles.length > 0
    ? null
    : html`<p class="soft">A bar is the 95 % interval of the change within the two runs, worse to the right; the thin lines are what is allowed.</p>`
}
${comparison.metrics.length === 0 ? html`<p>Neither run measured any.</p>` : null}
${open.metrics.length > 0 ? comparisonTable(open, 'metrics', heads) : null}
${
  others.metrics.length > 0
    ? html`<details><summary id="other-metrics">${counted(others.metrics.length, 'other metric')}</summary>
${comparisonTable(others, 'other-metrics', heads)}
</details>`
    : null
}
</section>`;
}

/** Open is what looks different or, where nothing does, what both runs know. */
function parted(comparison: Comparison): {
  readonly open: Comparison;
  readonly others: Comparison;
} {
  const { metrics } = comparison;
  const indicated = metrics.filter(isIndicated);
  const open =
    indicated.length > 0
      ? indicated
      : metrics.filter(({ base, candidate }) => base !== null && candidate !== null);
  return {
    open: { ...comparison, metrics: open },
    others: { ...comparison, metrics: metrics.filter((metric) => !open.includes(metric)) },
  };
}
