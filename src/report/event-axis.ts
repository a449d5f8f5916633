/** The time axis of one scaling event, which its stages and the parts of its lag are drawn on. */
import type { ScalingEvent } from '../analysis/scaling-event.ts';

export interface EventAxis {
  /** Local epoch ms of the left end: the earliest that the first moment may have been. */
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
