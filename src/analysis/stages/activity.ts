/** The stage *activity*: the start of the scaling activity that set the new desired count. */
import { clockPlusMinusSeconds } from '../clock-offset.ts';
import { APIS, gapsOf, whyUnseen } from '../gaps.ts';
import type { InstanceChange } from '../instance-changes.ts';
import { acted, type ScalingActivity } from '../scaling-activities.ts';
import { type ScalingEvidence, toleranceMs } from '../scaling-evidence.ts';
import { missing, type StageMoment } from './stage-moment.ts';

/** An activity takes effect within seconds, but the list of activities goes back weeks. */
const REACH_MS = 120_000;

/**
 * The latest activity that set the new count before a poll saw it.
 *
 * @param seenMs the first poll that shows the change, local epoch ms.
 * @param claimed activities that belong to an earlier change.
 */
export function activityOf(
  evidence: ScalingEvidence,
  change: InstanceChange,
  seenMs: number,
  claimed: ReadonlySet<string>,
): ScalingActivity | null {
  const sighting = change.desired ?? change.inService;
  const sinceMs = (sighting?.previous ?? sighting?.poll)?.atMs ?? seenMs;
  const fitting = evidence.activities.filter(
    (activity) =>
      activity.desired === change.to &&
      acted(activity) &&
      !claimed.has(activity.id) &&
      activity.startMs <= seenMs + toleranceMs(evidence.clock) &&
      activity.startMs >= sinceMs - REACH_MS,
  );
  return fitting.at(-1) ?? null;
}

/** AWS timestamps it to the millisecond; the error is that of the clock offset. */
export function activityStage(
  evidence: ScalingEvidence,
  activity: ScalingActivity | null,
  change: InstanceChange,
): StageMoment {
  const source = 'scaling activity';
  if (activity === null) {
    const gaps = gapsOf(evidence.aws, APIS.activities);
    return missing(
      source,
      whyUnseen(gaps, `No scaling activity set the desired count to ${change.to} at that time.`),
    );
  }
  return {
    status: 'measured',
    atMs: activity.startMs,
    plusMinusSeconds: clockPlusMinusSeconds(evidence.clock),
    source,
    resolutionSeconds: 0.001,
    note: activity.description,
  };
}
