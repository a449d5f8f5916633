/** The time axis that all charts share: seconds since the plan's time zero. */

import type { ScalingEvent } from '../../analysis/scaling-event.ts';
import type { Timeline } from '../../analysis/timeline.ts';
import { trackedMetric } from '../../analysis/tracked-series.ts';
import { rounded } from './chart-data.ts';

/** Polling starts before the load; the charts show at most this much of that time. */
const LEAD_SECONDS = 10;

export interface TimeAxis {
  readonly from: number;
  readonly to: number;
  readonly secondOf: (atMs: number) => number;
}

export function timeAxis(timeline: Timeline, events: readonly ScalingEvent[]): TimeAxis {
  const secondOf = (atMs: number): number => rounded((atMs - timeline.startMs) / 1_000);
  const moments = events
    .flatMap(({ stages }) => stages)
    .flatMap(({ atMs, plusMinusSeconds }) =>
      atMs === null ? [] : [{ second: secondOf(atMs), error: plusMinusSeconds ?? 0 }],
    );
  const ends = [
    ...timeline.load.slice(-1).map((point) => secondOf(point.startMs) + 1),
    ...timeline.instances.slice(-1).map((point) => secondOf(point.atMs)),
    ...trackedMetric(timeline)
      .points.slice(-1)
      .map((point) => secondOf(point.endMs)),
    ...moments.map(({ second, error }) => second + error),
  ];
  const starts = [
    ...timeline.instances.slice(0, 1).map((point) => secondOf(point.atMs)),
    ...moments.map(({ second, error }) => second - error),
  ];
  const from = Math.max(-LEAD_SECONDS, Math.min(0, ...starts));
  return { from, to: Math.max(from + 1, ...ends), secondOf };
}
