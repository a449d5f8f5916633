/** One bar a stage, on the event's own time axis: together they read as a staircase of waits. */
import { lagPartOf } from '../../analysis/lag.ts';
import type { ScalingEvent } from '../../analysis/scaling-event.ts';
import { eventAxis } from '../event-axis.ts';
import type { Markup } from './markup.ts';
import { waterfallBar } from './waterfall-bar.ts';

/** @returns as many as there are stages; null where a stage was not measured. */
export function stageBars(event: ScalingEvent): (Markup | null)[] {
  const axis = eventAxis(event);
  return event.stages.map(({ id, atMs, secondsFromPrevious, plusMinusSeconds }) =>
    atMs === null
      ? null
      : waterfallBar(
          {
            fromMs: atMs - (secondsFromPrevious ?? 0) * 1_000,
            toMs: atMs,
            plusMinusMs: (plusMinusSeconds ?? 0) * 1_000,
            part: lagPartOf(id),
          },
          axis,
        ),
  );
}
