/** The waits of scale-outs as bands over the charts: what was waited for, from which second to which. */
import { lagPartOf } from '../../analysis/lag.ts';
import {
  type LagPartName,
  type ScalingEvent,
  STAGE_IDS,
  type StageId,
} from '../../analysis/scaling-event.ts';
import { eventLetter } from '../../format/event-letter.ts';
import { seconds } from '../../format/numbers.js';
import { changeInWords, STAGE_TITLES } from '../stage-rows.ts';
import type { Band } from './chart-data.ts';

/** A shorter wait has no width that a reader could see, and no figure but 0.0 s. */
const LEAST_SECONDS = 0.05;

/** What is waited for until a stage. */
const WAITS: Readonly<Record<StageId, string>> = {
  'load-step': 'load step',
  'metric-breach': 'breach',
  alarm: 'alarm',
  activity: 'decision',
  'desired-changed': 'decision',
  'in-service': 'provisioning',
  'latency-recovered': 'recovery',
};

export interface LabelledBand extends Band {
  /** `provisioning`; both waits where the moment between them was not measured. */
  readonly label: string;
  /** `22.5 s`. */
  readonly took: string;
  /** A sentence for a tooltip and for screen readers. */
  readonly title: string;
}

/** One scaling event over the charts. */
export interface EventSpan {
  readonly letter: string;
  readonly direction: 'out' | 'in';
  /** `1 → 2`. */
  readonly label: string;
  readonly title: string;
  readonly from: number;
  readonly to: number;
  /** Of a scale-out, in time order; a scale-in has none: nobody waits for it. */
  readonly bands: readonly LabelledBand[];
  /** Row to draw it in, from 0: events that overlap have different ones. */
  readonly row: number;
}

/**
 * @param secondOf local epoch ms to seconds of the time axis
 * @param nameOf each event by its index: a letter, or where two runs are shown a letter and a number
 */
export function eventSpans(
  events: readonly ScalingEvent[],
  secondOf: (atMs: number) => number,
  nameOf: (index: number) => string = eventLetter,
): EventSpan[] {
  const rowEnds: number[] = [];
  return events.flatMap((event, index) => {
    const moments = measured(event, secondOf);
    const first = moments[0];
    if (first === undefined) return [];
    const letter = nameOf(index);
    const bands = event.direction === 'out' ? bandsOf(event, moments, letter) : [];
    const inService = moments.findLast(({ id }) => id !== 'latency-recovered') ?? first;
    const to = inService.second;
    const free = rowEnds.findIndex((end) => end <= first.second);
    const row = free === -1 ? rowEnds.length : free;
    rowEnds[row] = to;
    const took = event.totalSeconds === null ? '' : seconds(event.totalSeconds);
    const counts = `${event.fromInstances} → ${event.toInstances}`;
    // The waits below it have seconds of their own; their sum is another figure than the check's.
    const label = took === '' ? `${counts}, not in service` : counts;
    const title = `Scale-${event.direction} ${letter}: ${changeInWords(event)}${took === '' ? '' : ` in ${took}`}`;
    return [
      {
        letter,
        direction: event.direction,
        label,
        title,
        ...{ from: first.second, to, bands, row },
      },
    ];
  });
}

interface Moment {
  readonly id: StageId;
  readonly second: number;
  readonly plusMinusSeconds: number;
}

/** In order, and never earlier than the one before: two sources may disagree within their errors. */
function measured(event: ScalingEvent, secondOf: (atMs: number) => number): Moment[] {
  let latest = Number.NEGATIVE_INFINITY;
  return event.stages.flatMap(({ id, atMs, plusMinusSeconds }) => {
    if (atMs === null) return [];
    latest = Math.max(latest, secondOf(atMs));
    return [{ id, second: latest, plusMinusSeconds: plusMinusSeconds ?? 0 }];
  });
}

function bandsOf(event: ScalingEvent, moments: readonly Moment[], letter: string): LabelledBand[] {
  return moments.slice(1).flatMap((moment, index) => {
    const before = moments[index]!;
    if (moment.second - before.second < LEAST_SECONDS) return [];
    const took = seconds(moment.second - before.second);
    const label = waitsBetween(event, before.id, moment.id);
    const part: LagPartName = lagPartOf(moment.id);
    const tag = `${letter}${/\d$/.test(letter) ? '.' : ''}${STAGE_IDS.indexOf(moment.id) + 1}`;
    const title = `${tag} ${label}: ${took} from ${STAGE_TITLES[before.id]} to ${STAGE_TITLES[moment.id]}, ± ${seconds(before.plusMinusSeconds + moment.plusMinusSeconds)}`;
    return [{ tag, part, from: before.second, to: moment.second, label, took, title }];
  });
}

/** The names of the waits between two stages, each once: `alarm + decision`. */
function waitsBetween({ stages }: ScalingEvent, before: StageId, stage: StageId): string {
  const between = stages
    .slice(STAGE_IDS.indexOf(before) + 1, STAGE_IDS.indexOf(stage) + 1)
    .filter(({ status }) => status !== 'not-applicable');
  return [...new Set(between.map(({ id }) => WAITS[id]))].join(' + ');
}
