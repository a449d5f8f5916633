/** One bar a stage, on the event's own time axis: together they read as a staircase of waits. */
import type { ScalingEvent, Stage } from '../../verdict/verdict.ts';
import { html, type Markup } from './markup.ts';

/** Units of the drawing across; it is stretched to the cell, so they have no size of their own. */
const WIDTH = 1_000;
const HEIGHT = 20;
/** Even a wait of nothing leaves a trace. */
const LEAST = 4;

/** @returns as many as there are stages; null where a stage was not measured. */
export function stageBars(event: ScalingEvent): (Markup | null)[] {
  const moments = event.stages.map((stage) => stage.atMs).filter((atMs) => atMs !== null);
  const fromMs = Math.min(...moments);
  const spanMs = Math.max(1, Math.max(...moments) - fromMs);
  const across = (ms: number): number => (ms / spanMs) * WIDTH;
  return event.stages.map((stage) =>
    stage.atMs === null ? null : bar(stage, stage.atMs - fromMs, across),
  );
}

function bar(stage: Stage, offsetMs: number, across: (ms: number) => number): Markup {
  const end = across(offsetMs);
  const wait = Math.max(LEAST, across(Math.abs(stage.secondsFromPrevious ?? 0) * 1_000));
  const start = Math.min(WIDTH - LEAST, Math.max(0, end - wait));
  const doubt = across((stage.plusMinusSeconds ?? 0) * 1_000);
  const left = Math.max(0, end - doubt);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" focusable="false"><rect class="whole" x="0" y="9" width="${WIDTH}" height="2"/><rect class="doubt" x="${left.toFixed(1)}" y="2" width="${(Math.min(WIDTH, end + doubt) - left).toFixed(1)}" height="16"/><rect class="wait" x="${start.toFixed(1)}" y="6" width="${wait.toFixed(1)}" height="8"/></svg>`;
}
