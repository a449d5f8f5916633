/** Scaling events as rows of text for every report. */
import { causeInWords } from '../analysis/cause-words.ts';
import { fleetWords } from '../analysis/copies.ts';
import type { InstanceStage, ScalingEvent, Stage, StageId } from '../analysis/scaling-event.ts';
import { secondOpinionInWords } from '../analysis/second-opinion-words.ts';
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
  /** What it is a row of. */
  readonly stage: Stage | InstanceStage;
}

/** `1 to 2 instances`, `0 to 1 copies`. */
export function changeInWords({ fromInstances, toInstances, counts }: ScalingEvent): string {
  return `${fromInstances} to ${toInstances} ${fleetWords({ counts }).many}`;
}

/** What is told of an event beside its stages: what made the count change, and what AWS says it took. */
export function eventRemarks(event: ScalingEvent): string[] {
  const cause = causeInWords(event);
  const report = event.awsReport;
  return [
    ...(cause === null ? [] : [`Cause: ${cause}.`]),
    ...(report === undefined
      ? []
      : [
          `SageMaker’s own time (${report.metric}): ${seconds(report.awsSeconds)}. ${secondOpinionInWords(report)}`,
        ]),
  ].map(plainText);
}

/** `Scale-out A: 1 to 2 instances, 38.2 s from first stage to in service`. */
export function eventTitle(event: ScalingEvent, index: number): string {
  const total =
    event.totalSeconds === null
      ? 'in service not observed'
      : `${seconds(event.totalSeconds)} from first stage to in service`;
  return `Scale-${event.direction} ${eventLetter(index)}: ${changeInWords(event)}, ${total}`;
}

/** Those of the instances below copies have no tag, and stand where the copies wait for them. */
export function stageRows(event: ScalingEvent, index: number): StageRow[] {
  const letter = eventLetter(index);
  return event.stages.flatMap((stage, place) => {
    const row = rowOf(stage, `${letter}${place + 1}`, STAGE_TITLES[stage.id]);
    const below = stage.id === 'in-service' ? (event.instanceStages ?? []) : [];
    return [...below.map((one) => rowOf(one, '', instanceTitle(one))), row];
  });
}

const INSTANCE_TITLES: Readonly<Record<InstanceStage['id'], string>> = {
  'instance-wanted': 'instance wanted',
  'instance-in-service': 'instance ready',
};

function instanceTitle({ id }: InstanceStage): string {
  return INSTANCE_TITLES[id];
}

function rowOf(stage: Stage | InstanceStage, tag: string, title: string): StageRow {
  return {
    tag,
    title,
    at: moment(stage),
    wait: waitText(stage),
    plusMinus: stage.plusMinusSeconds === null ? '' : `±${tenths(stage.plusMinusSeconds)}`,
    source: plainText(stage.source),
    note: plainText(stage.note),
    stage,
  };
}

/** A wait between two indistinguishable moments would be claimed, not measured. */
export function waitText({
  secondsFromPrevious,
  sameTimeAsPrevious,
}: Pick<Stage, 'secondsFromPrevious' | 'sameTimeAsPrevious'>): string {
  return sameTimeAsPrevious ? 'same time' : wait(secondsFromPrevious);
}

function moment({ status, secondsFromFirst }: Pick<Stage, 'status' | 'secondsFromFirst'>): string {
  if (status === 'not-applicable') return 'n/a';
  return secondsFromFirst === null ? 'missing' : tenths(secondsFromFirst);
}
