/** The time axis that a scaling event's stages and lag parts share. */
import type { ScalingEvent } from '../analysis/scaling-event.ts';

export interface EventAxis {
  /** Local epoch ms of the left end: the earliest possible time of the first stage. */
  readonly fromMs: number;
  /** At least 1. */
  readonly spanMs: number;
}

export function eventAxis(event: ScalingEvent): EventAxis {
  const ends = event.stages.flatMap(({ atMs, plusMinusSeconds }) =>
    atMs === null
      ? []
      : [atMs - (plusMinusSeconds ?? 0) * 1_000, atMs + (plusMinusSeconds ?? 0) * 1_000],
  );
  const fromMs = ends.length === 0 ? 0 : Math.min(...ends);
  return { fromMs, spanMs: ends.length === 0 ? 1 : Math.max(1, Math.max(...ends) - fromMs) };
}
