/** Scaling events stage by stage: time, uncertainty and source. */
import { lagPartOf } from '../../analysis/lag.ts';
import type { InstanceStage, ScalingEvent, Stage } from '../../analysis/scaling-event.ts';
import { eventLetter } from '../../format/event-letter.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { type EventAxis, eventAxis } from '../event-axis.ts';
import { hasInstances } from '../instance-words.ts';
import { lagRows } from '../lag-words.ts';
import { eventRemarks, eventTitle, stageRows } from '../stage-rows.ts';
import type { EventSpan, LabelledBand } from './bands.ts';
import { type Content, html, type Markup } from './markup.ts';
import { waterfallBar } from './waterfall-bar.ts';

/** @returns null for a serverless endpoint: it has no instances to scale */
export function eventsSection(
  { scalingEvents: events, instances }: Verdict,
  spans: readonly EventSpan[],
  startMs: number,
): Markup | null {
  if (events.length === 0 && !hasInstances(instances)) return null;
  return html`<section aria-labelledby="scaling">
<h2 id="scaling">Scaling events</h2>
${events.length === 0 ? html`<p>No scaling events observed.</p>` : events.map((event, index) => eventTable(event, index, spans, startMs))}
</section>`;
}

function eventTable(
  event: ScalingEvent,
  index: number,
  spans: readonly EventSpan[],
  startMs: number,
): Markup {
  const axis = eventAxis(event);
  const letter = eventLetter(index);
  const bands = spans.find((span) => span.letter === letter)?.bands ?? [];
  const id = `event-${index}`;
  return html`<h3 id="${id}">${eventTitle(event, index)}</h3>
${eventRemarks(event).map((remark) => html`<p class="soft">${remark}</p>`)}
${lagTable(event, index)}
<div class="scroll" role="group" aria-labelledby="${id}" tabindex="0">
<table class="stages">
<thead><tr><th scope="col">Tag</th><th scope="col">Stage</th><th scope="col" class="number">At</th><th scope="col" class="number">Wait</th><th scope="col" class="number">±</th><th scope="col" class="bar"><span class="soft">Where the time went</span></th><th scope="col" class="source">Source</th></tr></thead>
<tbody>${stageRows(event, index).map(
    (row) => html`
<tr${row.tag === '' ? html` class="below"` : html` data-sel="${row.tag}"`}><td>${stageLink(row.tag, row.stage, bands, startMs)}</td><th scope="row">${row.title}</th><td class="number">${row.at}</td><td class="number">${row.wait}</td><td class="number">${row.plusMinus}</td><td class="bar" aria-hidden="true">${stageBar(row.stage, axis)}</td><td class="source">${row.source}${row.note === '' ? null : html`<br><span class="soft">${row.note}</span>`}</td></tr>`,
  )}
</tbody>
</table>
</div>`;
}

/** To the wait that ended with the stage, or to the stage itself where there was none. */
function stageLink(
  tag: string,
  { atMs }: Pick<Stage, 'atMs'>,
  bands: readonly LabelledBand[],
  startMs: number,
): Content {
  if (atMs === null || tag === '') return tag;
  const at = Math.round(atMs - startMs) / 1_000;
  const { from, to } = bands.find((band) => band.tag === tag) ?? { from: at - 1, to: at + 1 };
  return html`<a class="moment" href="#from=${from}&to=${to}&sel=${tag}">${tag}</a>`;
}

/** @returns null when too few stages are known to compute a part. */
function lagTable(event: ScalingEvent, index: number): Markup | null {
  const rows = lagRows(event);
  if (rows.length === 0) return null;
  const axis = eventAxis(event);
  return html`<div class="scroll" role="group" aria-label="Lag breakdown of event ${eventLetter(index)}" tabindex="0">
<table class="lag">
<thead><tr><th scope="col">Part</th><th scope="col" class="number">Took</th><th scope="col" class="number">±</th><th scope="col" class="number">Share</th><th scope="col" class="bar"><span class="soft">Where the time went</span></th></tr></thead>
<tbody>${rows.map(
    ({ part, name, took, plusMinus, share }) => html`
<tr><th scope="row">${name}</th><td class="number">${took}</td><td class="number">${plusMinus}</td><td class="number">${share}</td><td class="bar" aria-hidden="true">${waterfallBar(
      {
        fromMs: part.fromMs,
        toMs: part.toMs,
        plusMinusMs: part.endPlusMinusSeconds * 1_000,
        part: part.names[0]!,
      },
      axis,
    )}</td></tr>`,
  )}
</tbody>
</table>
</div>`;
}

/** @returns null where the stage was not measured */
function stageBar(stage: Stage | InstanceStage, axis: EventAxis): Markup | null {
  const { id, atMs, secondsFromPrevious, plusMinusSeconds } = stage;
  if (atMs === null) return null;
  return waterfallBar(
    {
      fromMs: atMs - (secondsFromPrevious ?? 0) * 1_000,
      toMs: atMs,
      plusMinusMs: (plusMinusSeconds ?? 0) * 1_000,
      // Instances come while the copies wait for them.
      part:
        id === 'instance-wanted' || id === 'instance-in-service' ? 'provisioning' : lagPartOf(id),
    },
    axis,
  );
}
