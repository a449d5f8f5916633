/**
 * A capacity curve as an SVG for a page: points, curve with its interval, dashed beyond the largest count measured.
 * Colours are the page's variables (`style/base.css`), so it follows light and dark.
 */
import type { CapacityCurve } from '../../capacity/curve-result.ts';
import { compact, counted, figure, perSecond } from '../../format/numbers.js';
import { roundUp } from '../plot.ts';
import { html, type Markup } from './markup.ts';

/** Drawing units; the page scales it. */
const WIDTH = 720;
const HEIGHT = 320;
const EDGE = { left: 56, right: 16, top: 30, bottom: 40 };
const TICKS = 5;

/** Null where nothing was fitted. */
export function capacityCurveChart({ curve, points, fit }: CapacityCurve): Markup | null {
  const last = curve.at(-1);
  if (fit === null || last === undefined) return null;
  const { largestInstances: largest } = fit;
  const most = roundUp(Math.max(...curve.map(({ high }) => high), ...points.map(({ rps }) => rps)));
  const x = (instances: number) =>
    place(EDGE.left, WIDTH - EDGE.right, instances / last.instances).toFixed(1);
  const y = (rps: number) =>
    place(HEIGHT - EDGE.bottom, EDGE.top, Math.min(1, rps / most)).toFixed(1);
  const line = (part: CapacityCurve['curve']) =>
    part
      .map(({ instances, rps }, at) => `${at === 0 ? 'M' : 'L'}${x(instances)} ${y(rps)}`)
      .join('');
  const seen = curve.filter(({ instances }) => instances <= largest);
  // From the last point measured on, so that the two parts meet.
  const beyond = curve.slice(Math.max(0, seen.length - 1));
  const band = [
    ...curve.map(({ instances, high }, at) => `${at === 0 ? 'M' : 'L'}${x(instances)} ${y(high)}`),
    ...curve.toReversed().map(({ instances, low }) => `L${x(instances)} ${y(low)}`),
  ].join('');
  const ticks = Array.from({ length: TICKS + 1 }, (_, at) => at / TICKS);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${`Throughput by number of instances, measured up to ${counted(largest, 'instance')} and extrapolated beyond`}" style="width:100%;height:auto;font:12px system-ui,sans-serif">${ticks.map(
    (share) =>
      html`<path d="M${EDGE.left} ${y(share * most)}H${WIDTH - EDGE.right}" stroke="var(--grid)"/><text x="${EDGE.left - 6}" y="${y(share * most)}" dy="4" text-anchor="end" fill="var(--soft)">${compact(share * most)}</text>`,
  )}${wholeTicks(last.instances).map(
    (instances) =>
      html`<text x="${x(instances)}" y="${HEIGHT - EDGE.bottom + 16}" text-anchor="middle" fill="var(--soft)">${figure(instances)}</text>`,
  )}<text x="${WIDTH - EDGE.right}" y="${HEIGHT - 6}" text-anchor="end" fill="var(--soft)">instances; dashed: extrapolated</text><text x="4" y="${EDGE.top - 14}" fill="var(--soft)">requests/s</text><path d="${band}Z" fill="var(--main)" fill-opacity="0.12"/><path d="${line(seen)}" fill="none" stroke="var(--main)" stroke-width="2"/><path class="extrapolated" d="${line(beyond)}" fill="none" stroke="var(--main)" stroke-width="2" stroke-dasharray="6 5"/>${points.map(
    ({ instances, rps, runId }) =>
      html`<circle cx="${x(instances)}" cy="${y(rps)}" r="4" fill="var(--second)"><title>${`${counted(instances, 'instance')}: ${perSecond(rps)}, ${runId}`}</title></circle>`,
  )}</svg>`;
}

function place(from: number, to: number, share: number): number {
  return from + share * (to - from);
}

/** About eight whole counts. */
function wholeTicks(most: number): number[] {
  const step = Math.ceil(roundUp(most / 8));
  return Array.from({ length: Math.floor(most / step) }, (_, at) => (at + 1) * step);
}
