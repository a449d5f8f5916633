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

const NO_WAIT = wait(0);

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

/** Local epoch ms that the offsets of an event count from: its first measured stage. */
export function eventZeroMs(event: ScalingEvent): number | null {
  return event.stages.find((stage) => stage.atMs !== null)?.atMs ?? null;
}

export function stageRows(event: ScalingEvent, index: number): StageRow[] {
  const zeroMs = eventZeroMs(event);
  const letter = eventLetter(index);
  return event.stages.map((stage, place) => ({
    tag: `${letter}${place + 1}`,
    title: STAGE_TITLES[stage.id],
    at: moment(stage, zeroMs),
    wait: waitText(event, place),
    plusMinus: stage.plusMinusSeconds === null ? '' : `±${tenths(stage.plusMinusSeconds)}`,
    source: plainText(stage.source),
    note: plainText(stage.note),
  }));
}

/**
 * A wait that rounds to nothing, between two sources that cannot tell their moments apart, is none:
 * `+0.0 s` would claim a tenth of a second.
 */
function waitText(event: ScalingEvent, place: number): string {
  const stage = event.stages[place]!;
  const previous = event.stages.slice(0, place).findLast((one) => one.atMs !== null);
  const text = wait(stage.secondsFromPrevious);
  if (text !== NO_WAIT || stage.atMs === null || previous?.atMs == null) return text;
  const doubtSeconds = (stage.plusMinusSeconds ?? 0) + (previous.plusMinusSeconds ?? 0);
  return Math.abs(stage.atMs - previous.atMs) <= doubtSeconds * 1_000 ? 'same time' : text;
}

function moment(stage: Stage, zeroMs: number | null): string {
  if (stage.status === 'not-applicable') return 'n/a';
  if (stage.atMs === null || zeroMs === null) return 'missing';
  return tenths((stage.atMs - zeroMs) / 1_000);
}
