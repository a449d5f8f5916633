/** The scale-outs of two runs, stage beside stage, on one scale. */
import { lagPartOf } from '../../analysis/lag.ts';
import {
  type Difference,
  isBeyondError,
  type PairedScaleOut,
  type PairedStage,
} from '../../analysis/paired-scale-outs.ts';
import type { ScalingEvent, Stage } from '../../analysis/scaling-event.ts';
import { seconds, tenths, wait } from '../../format/numbers.js';
import type { Side } from '../../history/compare-pair.ts';
import { type EventAxis, eventAxis } from '../event-axis.ts';
import { html, type Markup } from '../html/markup.ts';
import { waterfallBar } from '../html/waterfall-bar.ts';
import { LETTERS, SIDES } from '../pair-words.ts';
import { STAGE_TITLES, waitText } from '../stage-rows.ts';

export function scaleOutsSection(
  scaleOuts: readonly PairedScaleOut[],
  isSameClock: boolean,
): Markup {
  return html`<section aria-labelledby="scaling">
<h2 id="scaling">Scale-outs, stage by stage</h2>
${
  scaleOuts.length === 0
    ? html`<p>Neither run scaled out.</p>`
    : html`<p class="soft">How long each waited for the stage since the one before, and how much longer B did. ±: measurement uncertainty; a smaller difference is not significant.${
        isSameClock ? null : ' AWS’s durations were divided differently, so none are subtracted.'
      }</p>`
}
${scaleOuts.map(scaleOutTable)}
</section>`;
}

function scaleOutTable(pair: PairedScaleOut, index: number): Markup {
  const id = `scale-out-${index + 1}`;
  const axes = sharedAxes(pair);
  return html`<h3 id="${id}">Scale-out ${index + 1}: ${SIDES.map((side) => titleOf(side, pair[side])).join('; ')}</h3>
<div class="scroll" role="group" aria-labelledby="${id}" tabindex="0">
<table class="pair-stages">
<thead><tr><th scope="col">Stage</th><th scope="col" class="bar"><span class="soft">Where the time went</span></th><th scope="col" class="number">A</th><th scope="col" class="number">B</th><th scope="col" class="number">B − A</th></tr></thead>
<tbody>${pair.stages.map((stage, place) => stageRow(stage, axes, `${index + 1}.${place + 1}`))}
<tr class="total"><th scope="row">first stage to in service</th><td class="bar"></td>${SIDES.map(
    (side) => html`<td class="number" data-name="${LETTERS[side]}">${totalText(pair[side])}</td>`,
  )}${differenceCell(pair.total)}</tr>
</tbody>
</table>
</div>`;
}

function titleOf(side: Side, event: ScalingEvent | null): string {
  if (event === null) return `${LETTERS[side]} had none`;
  const { fromInstances, toInstances, totalSeconds } = event;
  const took = totalSeconds === null ? 'in service not observed' : `in ${seconds(totalSeconds)}`;
  return `${LETTERS[side]} ${fromInstances} to ${toInstances} instances, ${took}`;
}

type Axes = Readonly<Record<Side, EventAxis | null>>;

/** Each begins at its own first stage; a second is as wide in both. */
function sharedAxes(pair: PairedScaleOut): Axes {
  const [a, b] = SIDES.map((side) => pair[side] && eventAxis(pair[side]));
  const spanMs = Math.max(a?.spanMs ?? 1, b?.spanMs ?? 1);
  return { a: a ? { ...a, spanMs } : null, b: b ? { ...b, spanMs } : null };
}

/** @param place of the scale-out and of the stage: with the run's letter, the tag of the wait above the lanes */
function stageRow(paired: PairedStage, axes: Axes, place: string): Markup {
  return html`
<tr><th scope="row">${STAGE_TITLES[paired.id]}</th><td class="bar" aria-hidden="true">${SIDES.map(
    (side) => barOf(side, paired[side], axes[side]),
  )}</td>${SIDES.map(
    (side) =>
      html`<td class="number" data-name="${LETTERS[side]}" data-sel="${LETTERS[side]}${place}">${waitOf(paired[side])}</td>`,
  )}${differenceCell(paired.difference)}</tr>`;
}

/** @returns null where the run has no such scale-out. */
function barOf(side: Side, stage: Stage | null, axis: EventAxis | null): Markup | null {
  if (stage === null || axis === null) return null;
  const bar =
    stage.atMs === null
      ? null
      : waterfallBar(
          {
            fromMs: stage.atMs - (stage.secondsFromPrevious ?? 0) * 1_000,
            toMs: stage.atMs,
            plusMinusMs: (stage.plusMinusSeconds ?? 0) * 1_000,
            part: lagPartOf(stage.id),
          },
          axis,
        );
  return html`<div class="of-side"><span class="run-${side}">${LETTERS[side]}</span>${bar}</div>`;
}

function waitOf(stage: Stage | null): string {
  if (stage === null) return '';
  if (stage.status !== 'measured') return stage.status === 'missing' ? 'missing' : 'n/a';
  return stage.secondsFromPrevious === null ? 'start' : waitText(stage);
}

function totalText(event: ScalingEvent | null): string {
  return event === null ? '' : tenths(event.totalSeconds);
}

function differenceCell(difference: Difference | null): Markup {
  if (difference === null) return html`<td class="number" data-name="B − A"></td>`;
  const { seconds: longer, plusMinusSeconds } = difference;
  const text = `${Math.abs(longer) < 0.05 ? tenths(0) : wait(longer)} ± ${tenths(plusMinusSeconds)}`;
  return html`<td class="number ${isBeyondError(difference) ? 'beyond' : 'within'}" data-name="B − A">${text}</td>`;
}
