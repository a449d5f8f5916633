/** A piece of the line by which the charts show a run. */
import type { Side } from '../../history/compare-pair.ts';
import { html, type Markup } from '../html/markup.ts';

export function lineSample(side: Side): Markup {
  return html`<svg class="line-sample run-${side}" viewBox="0 0 36 8" width="36" height="8" focusable="false" aria-hidden="true"><path d="M0 4H36"/></svg>`;
}
