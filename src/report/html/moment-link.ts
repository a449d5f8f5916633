/** Links to moments of the run: the page's script zooms the charts to them. */
import { clock } from '../../format/numbers.js';
import { type Content, html, type Markup } from './markup.ts';

/** A stretch of the run, local epoch ms. */
export interface Moment {
  readonly fromMs: number;
  readonly toMs: number;
}

/** @param startMs the time axis's zero, local epoch ms */
export function momentLink(
  { fromMs, toMs }: Moment,
  startMs: number,
  content: Content = null,
): Markup {
  const [from, to] = [fromMs, toMs].map((ms) => Math.round(ms - startMs) / 1_000) as [
    number,
    number,
  ];
  return html`<a class="moment" href="#from=${from}&to=${to}">${content ?? spanInWords(from, to)}</a>`;
}

function spanInWords(from: number, to: number): string {
  const [first, last] = [clock(Math.max(0, from)), clock(Math.max(0, to))];
  return first === last ? `at ${first}` : `${first} to ${last}`;
}
