/** A change with its interval as a bar; to the right is worse, and the two thin lines are what is allowed. */
import type { ComparedMetric } from '../../history/compare.ts';
import { html, type Markup } from './markup.ts';

/** Drawing units; the SVG is stretched to its cell, so they have no physical size. */
const WIDTH = 1_000;
const MIDDLE = WIDTH / 2;
/** The edges, in multiples of what is allowed; what lies beyond is drawn at the edge. */
const EDGE = 3;

export function changeBar({
  change,
  interval,
  inside,
  better,
  maxRegression,
  finding,
  isRegression,
}: ComparedMetric): Markup | null {
  if (change === null) return null;
  const across = (value: number) => {
    const worse = better === 'lower' ? value : -value;
    const multiples = maxRegression === 0 ? Math.sign(worse) * EDGE : worse / maxRegression;
    return MIDDLE + (Math.max(-EDGE, Math.min(EDGE, multiples)) / EDGE) * (MIDDLE - 10);
  };
  const { low, high } = interval ?? inside ?? { low: change, high: change };
  const [left, right] = [across(low), across(high)].toSorted((a, b) => a - b) as [number, number];
  const allowed = [-1, 1].map((side) => MIDDLE + (side / EDGE) * (MIDDLE - 10));
  const kind = isRegression ? 'regression' : finding;
  return html`<svg viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none" focusable="false" aria-hidden="true"><path class="zero" d="M${MIDDLE} 0V20"/>${allowed.map(
    (x) => html`<path class="allowed" d="M${x.toFixed(1)} 3V17"/>`,
  )}<rect class="spread is-${kind}" x="${left.toFixed(1)}" y="7" width="${Math.max(4, right - left).toFixed(1)}" height="6"/><rect class="point is-${kind}" x="${(across(change) - 5).toFixed(1)}" y="3" width="10" height="14"/></svg>`;
}
