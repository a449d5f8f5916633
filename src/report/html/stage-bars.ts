/** One bar a stage, on the event's own time axis: together they read as a staircase of waits. */
import type { ScalingEvent, StageId } from '../../analysis/scaling-event.ts';
import { eventAxis } from '../event-axis.ts';
import type { PartName } from '../lag-parts.ts';
import type { Markup } from './markup.ts';
import { waterfallBar } from './waterfall-bar.ts';

/** Which part of the lag the wait for a stage belongs to. */
const PART_OF: Readonly<Record<StageId, PartName>> = {
  'load-step': 'detection',
  'metric-breach': 'detection',
  alarm: 'detection',
  activity: 'decision',
  'desired-changed': 'decision',
  'in-service': 'provisioning',
  'latency-recovered': 'recovery',
};

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
            part: PART_OF[id],
          },
          axis,
        ),
  );
}
