/** A waterfall bar for a duration, with a whisker for its uncertainty. */
import type { LagPartName } from '../../analysis/scaling-event.ts';
import type { EventAxis } from '../event-axis.ts';
import { html, type Markup } from './markup.ts';

export interface WaterfallSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** Of `toMs`. */
  readonly plusMinusMs: number;
  /** Decides the colour. */
  readonly part: LagPartName;
}

/** Drawing units; the SVG is stretched to its cell, so they have no physical size. */
const WIDTH = 1_000;
const HEIGHT = 20;
/** A zero-length wait stays visible. */
const MIN_WIDTH = 4;

export function waterfallBar(span: WaterfallSpan, axis: EventAxis): Markup {
  const across = (atMs: number): number =>
    Math.min(WIDTH, Math.max(0, ((atMs - axis.fromMs) / axis.spanMs) * WIDTH));
  const start = Math.min(WIDTH - MIN_WIDTH, across(span.fromMs));
  const width = Math.max(MIN_WIDTH, across(span.toMs) - start);
  const left = across(span.toMs - span.plusMinusMs).toFixed(1);
  const right = across(span.toMs + span.plusMinusMs).toFixed(1);
  const whisker = `M${left} 5V15M${left} 10H${right}M${right} 5V15`;
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" focusable="false"><rect class="whole" x="0" y="9" width="${WIDTH}" height="2"/><rect class="part-${span.part}" x="${start.toFixed(1)}" y="5" width="${width.toFixed(1)}" height="10"/><path class="whisker" d="${whisker}"/></svg>`;
}
