/** Turns the moments of a scaling event into waits, a total, and the parts of its lag. */
import { atSameTime, lagOf } from './lag.ts';
import { type ScalingEvent, STAGE_IDS, type Stage, type StageId } from './scaling-event.ts';
import type { StageMoment } from './stages/stage-moment.ts';

export function eventTiming(
  moments: Readonly<Record<StageId, StageMoment>>,
): Pick<ScalingEvent, 'stages' | 'totalSeconds' | 'lag'> {
  const stages = inOrder(moments);
  const total = stages.find(({ id }) => id === 'in-service')?.secondsFromFirst ?? null;
  const totalSeconds = total === null ? null : Math.max(0, total);
  return { stages, totalSeconds, lag: lagOf(stages, totalSeconds) };
}

function inOrder(moments: Readonly<Record<StageId, StageMoment>>): Stage[] {
  let firstMs: number | null = null;
  let latestMs: number | null = null;
  let previous: (StageMoment & { atMs: number }) | null = null;
  return STAGE_IDS.map((id): Stage => {
    const moment = moments[id];
    const { atMs } = moment;
    if (atMs === null) {
      return {
        ...{ id, ...moment },
        secondsFromFirst: null,
        secondsFromPrevious: null,
        sameTimeAsPrevious: false,
      };
    }
    firstMs ??= atMs;
    // Two sources may disagree, within their errors, about which came first: a wait is never negative.
    const wait = latestMs === null ? null : Math.max(0, atMs - latestMs) / 1_000;
    const stage = {
      ...{ id, ...moment },
      secondsFromFirst: (atMs - firstMs) / 1_000,
      secondsFromPrevious: wait,
      sameTimeAsPrevious:
        wait !== null && previous !== null && atSameTime(wait, previous, { ...moment, atMs }),
    };
    previous = { ...moment, atMs };
    latestMs = Math.max(latestMs ?? atMs, atMs);
    return stage;
  });
}
