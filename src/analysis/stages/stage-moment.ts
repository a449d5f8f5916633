/** Builds the moment of a stage, before it is placed among the other stages. */
import type { Sighting } from '../instance-changes.ts';
import type { Stage } from '../scaling-event.ts';
import type { InstancesPoint } from '../timeline.ts';

export type StageMoment = Omit<
  Stage,
  'id' | 'secondsFromPrevious' | 'sameTimeAsPrevious' | 'secondsFromFirst'
>;

export function missing(source: string, note: string): StageMoment {
  return unplaced('missing', source, note);
}

export function notApplicable(source: string, note: string): StageMoment {
  return unplaced('not-applicable', source, note);
}

function unplaced(status: 'missing' | 'not-applicable', source: string, note: string): StageMoment {
  return { status, atMs: null, plusMinusSeconds: null, source, resolutionSeconds: null, note };
}

/**
 * A change that a poll saw and the previous poll did not: halfway between them, plus or minus half the
 * interval.
 */
export function seenByPoll(
  sighting: Sighting & { previous: InstancesPoint },
  source: string,
): StageMoment {
  const waitMs = sighting.poll.atMs - sighting.previous.atMs;
  return {
    status: 'measured',
    atMs: sighting.poll.atMs - waitMs / 2,
    plusMinusSeconds: waitMs / 2_000,
    source,
    resolutionSeconds: waitMs / 1_000,
    note: '',
  };
}

/** By how much a stretch of seconds may be longer or shorter than it looks: half the grain of the times at each end. */
export function edgeSeconds(timeResolutionMs: number): number {
  return timeResolutionMs < 1_000 ? 0 : timeResolutionMs / 1_000;
}

/**
 * Something that happened during a second of load.
 *
 * @param timeResolutionMs of the samples: what is stamped in whole seconds may belong into the second next to it
 */
export function inSecond(
  startMs: number,
  source: string,
  timeResolutionMs: number,
  note = '',
): StageMoment {
  return {
    status: 'measured',
    atMs: startMs + 500,
    plusMinusSeconds: 0.5 + edgeSeconds(timeResolutionMs) / 2,
    source,
    resolutionSeconds: 1,
    note,
  };
}
