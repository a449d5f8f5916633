/** Scaling events as rows of text for every report. */
import type { ScalingEvent, Stage, StageId } from '../analysis/scaling-event.ts';
import { eventLetter } from '../format/event-letter.ts';
import { seconds, tenths, wait } from '../format/numbers.js';
import { plainText } from './plain-text.ts';

export const STAGE_TITLES: Readonly<Record<StageId, string>> = {
  'load-step': 'load step',
  'metric-breach': 'metric breach',
  alarm: 'alarm',
  activity: 'activity',
  'desired-changed': 'desired changed',
  'in-service': 'in service',
  'latency-recovered': 'latency recovered',
};

export interface StageRow {
  /** Event letter and stage number, `A3`: the same on charts and in tables. */
  readonly tag: string;
  readonly title: string;
  /** Seconds since the first measured stage; `missing`, or `n/a` if the stage does not apply. */
  readonly at: string;
  /** Since the previous stage; `same time` if the two are indistinguishable. */
  readonly wait: string;
  readonly plusMinus: string;
  readonly source: string;
  readonly note: string;
}

/** `Scale-out A: 1 to 2 instances, 38.2 s from first stage to in service`. */
export function eventTitle(event: ScalingEvent, index: number): string {
  const total =
    event.totalSeconds === null
      ? 'in service not observed'
      : `${seconds(event.totalSeconds)} from first stage to in service`;
  return `Scale-${event.direction} ${eventLetter(index)}: ${event.fromInstances} to ${event.toInstances} instances, ${total}`;
}

export function stageRows(event: ScalingEvent, index: number): StageRow[] {
  const letter = eventLetter(index);
  return event.stages.map((stage, place) => ({
    tag: `${letter}${place + 1}`,
    title: STAGE_TITLES[stage.id],
    at: moment(stage),
    wait: waitText(stage),
    plusMinus: stage.plusMinusSeconds === null ? '' : `±${tenths(stage.plusMinusSeconds)}`,
    source: plainText(stage.source),
    note: plainText(stage.note),
  }));
}

/** A wait between two indistinguishable moments would be claimed, not measured. */
export function waitText({ secondsFromPrevious, sameTimeAsPrevious }: Stage): string {
  return sameTimeAsPrevious ? 'same time' : wait(secondsFromPrevious);
}

function moment({ status, secondsFromFirst }: Stage): string {
  if (status === 'not-applicable') return 'n/a';
  return secondsFromFirst === null ? 'missing' : tenths(secondsFromFirst);
}
