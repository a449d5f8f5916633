/** Scaling events as rows of text, for every report that shows them as a table. */
import type { ScalingEvent, Stage, StageId } from '../analysis/scaling-event.ts';
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
  /** Letter of the event and number of the stage, `A3`: the same on charts and in tables. */
  readonly tag: string;
  readonly title: string;
  /** Seconds since the first measured stage; else `missing`, or `n/a` where the stage does not apply. */
  readonly at: string;
  /** Since the stage before; `same time` where the two cannot be told apart. */
  readonly wait: string;
  readonly plusMinus: string;
  readonly source: string;
  readonly note: string;
}

/** `A` for the first event; after `Z` come pairs, `AA`, so that no letter runs into a number. */
export function eventLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : eventLetter(Math.floor(index / 26) - 1) + letter;
}

/** `Scale-out A: 1 to 2 instances, 38.2 s in total`. */
export function eventTitle(event: ScalingEvent, index: number): string {
  const total =
    event.totalSeconds === null
      ? 'not in service'
      : `${seconds(event.totalSeconds)} from its first stage to in service`;
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

/** A tenth of a second between two moments that cannot be told apart would be claimed, not measured. */
function waitText({ secondsFromPrevious, sameTimeAsPrevious }: Stage): string {
  return sameTimeAsPrevious ? 'same time' : wait(secondsFromPrevious);
}

function moment({ status, secondsFromFirst }: Stage): string {
  if (status === 'not-applicable') return 'n/a';
  return secondsFromFirst === null ? 'missing' : tenths(secondsFromFirst);
}
