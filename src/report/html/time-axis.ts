/** The time axis that all charts share: seconds since the plan's time zero. */
import type { Timeline } from '../../analysis/timeline.ts';
import { trackedMetric } from '../../analysis/tracked-series.ts';
import type { Verdict } from '../../verdict/verdict.ts';
import { eventLetter, STAGE_TITLES } from '../stage-rows.ts';
import { type Mark, rounded } from './chart-data.ts';

/** Polling starts before the load; the charts show at most this much of that time. */
const LEAD_SECONDS = 10;

export interface TimeAxis {
  readonly from: number;
  readonly to: number;
  readonly secondOf: (atMs: number) => number;
}

export function timeAxis(timeline: Timeline, marks: readonly Mark[]): TimeAxis {
  const secondOf = (atMs: number): number => rounded((atMs - timeline.startMs) / 1_000);
  const ends = [
    ...timeline.load.slice(-1).map((point) => secondOf(point.startMs) + 1),
    ...timeline.instances.slice(-1).map((point) => secondOf(point.atMs)),
    ...trackedMetric(timeline)
      .points.slice(-1)
      .map((point) => secondOf(point.endMs)),
    ...marks.map((mark) => mark.second + mark.plusMinusSeconds),
  ];
  const starts = [
    ...timeline.instances.slice(0, 1).map((point) => secondOf(point.atMs)),
    ...marks.map((mark) => mark.second - mark.plusMinusSeconds),
  ];
  const from = Math.max(-LEAD_SECONDS, Math.min(0, ...starts));
  return { from, to: Math.max(from + 1, ...ends), secondOf };
}

/** The measured stages of all scaling events. Only the tables show those before the axis starts. */
export function stageMarks(verdict: Verdict, timeline: Timeline): Mark[] {
  return verdict.scalingEvents.flatMap((event, index) =>
    event.stages.flatMap((stage, place): Mark[] =>
      stage.atMs === null
        ? []
        : [
            {
              tag: `${eventLetter(index)}${place + 1}`,
              title: STAGE_TITLES[stage.id],
              second: rounded((stage.atMs - timeline.startMs) / 1_000),
              plusMinusSeconds: stage.plusMinusSeconds ?? 0,
              direction: event.direction,
            },
          ],
    ),
  );
}
