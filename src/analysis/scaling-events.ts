/** Splits each change of the instance count into its stages. */
import { eventTiming } from './event-timing.ts';
import { type InstanceChange, instanceChanges, type Sighting } from './instance-changes.ts';
import type { ScalingActivity } from './scaling-activities.ts';
import { causeOf, isByLoad } from './scaling-cause.ts';
import { type ScalingCause, type ScalingEvent, STAGE_IDS, type StageId } from './scaling-event.ts';
import type { ScalingEvidence } from './scaling-evidence.ts';
import { withSecondOpinion } from './second-opinion.ts';
import { activityOf, activityStage } from './stages/activity.ts';
import { alarmStage } from './stages/alarm.ts';
import { instanceStages } from './stages/instance-stages.ts';
import { latencyRecovered } from './stages/latency-recovered.ts';
import { loadStep } from './stages/load-step.ts';
import { metricBreach } from './stages/metric-breach.ts';
import { missing, notApplicable, type StageMoment, seenByPoll } from './stages/stage-moment.ts';
import { ruleOfAlarm } from './tracked-metric.ts';

/**
 * The stages in order, each with its resolution; `stages/` has one file for each:
 *
 *     load-step -> metric-breach -> alarm -> activity -> desired-changed -> in-service -> latency-recovered
 *     1 s          the period       stamp    stamp       poll interval      poll interval  1 s
 *
 * *desired-changed* and *in-service* lie halfway between the first poll that shows the new count and the
 * poll before it, plus or minus half that interval.
 *
 * A stage that is unknown (a call denied, a gap, a run cut off) is `missing`, with a note that says why.
 */
export function scalingEvents(evidence: ScalingEvidence): ScalingEvent[] {
  const changes = instanceChanges(evidence.points);
  const ended = evidence.points.at(-1)?.atMs ?? 0;
  const events: ScalingEvent[] = [];
  const earlier: Earlier[] = [];
  for (const change of changes) {
    const found = stagesOf(evidence, change, earlier);
    const { moments, activity, cause, actedAtMs } = found;
    if (activity === null && isRollingUpdate(change)) continue;
    const wantedMs = moments['desired-changed'].atMs ?? actedAtMs;
    const event: ScalingEvent = {
      direction: change.direction,
      fromInstances: change.from,
      toInstances: change.to,
      ...eventTiming(moments),
      ...(cause === null ? {} : { cause }),
      ...(evidence.counts === 'copies'
        ? {
            counts: 'copies',
            instanceStages: instanceStages(
              evidence,
              change,
              firstOf(moments),
              wantedMs,
              moments['in-service'].atMs ?? ended,
            ),
          }
        : {}),
    };
    events.push(withSecondOpinion(event, evidence));
    const recoveredMs = moments['latency-recovered'].atMs;
    earlier.push({ change, activity, actedAtMs, recoveredMs, alarmName: cause?.alarm ?? null });
  }
  return events;
}

/** Local epoch ms of the first measured stage. */
function firstOf(moments: Found['moments']): number | null {
  return STAGE_IDS.map((id) => moments[id].atMs).find((atMs) => atMs !== null) ?? null;
}

/** Of an inference component: its counts move while a new version is rolled out, and nobody scaled it. */
function isRollingUpdate({ desired, inService }: InstanceChange): boolean {
  return (desired ?? inService)?.poll.updating === true;
}

interface Earlier {
  readonly change: InstanceChange;
  readonly activity: ScalingActivity | null;
  readonly actedAtMs: number;
  readonly recoveredMs: number | null;
  /** Of the policy that acted; null where it is not known. */
  readonly alarmName: string | null;
}

interface Found {
  readonly moments: Readonly<Record<StageId, StageMoment>>;
  readonly activity: ScalingActivity | null;
  readonly cause: ScalingCause | null;
  readonly actedAtMs: number;
}

function stagesOf(
  evidence: ScalingEvidence,
  change: InstanceChange,
  earlier: readonly Earlier[],
): Found {
  const floorMs = earliestMs(earlier.at(-1), evidence);
  // The first poll that shows the change: its cause came before.
  const seenMs = (change.desired ?? change.inService)?.poll.atMs ?? Number.POSITIVE_INFINITY;
  const claimed = new Set(earlier.flatMap((one) => one.activity?.id ?? []));
  const activity = activityOf(evidence, change, seenMs, claimed);
  const actedAtMs = activity?.startMs ?? seenMs;
  const cause = activity === null ? null : causeOf(activity, evidence.activities);
  const detected = detectionOf(evidence, change, cause, { actedAtMs, floorMs, earlier });
  const source =
    evidence.counts === 'copies' ? 'DescribeInferenceComponent poll' : 'DescribeEndpoint poll';
  const inService = countStage(change.inService, source, notInServiceNote(change));
  return {
    activity,
    cause,
    actedAtMs,
    moments: {
      ...detected,
      activity: activityStage(evidence, activity, change),
      'desired-changed': countStage(change.desired, source, 'No poll returned the desired count.'),
      'in-service': inService,
      'latency-recovered':
        cause !== null && !isByLoad(cause)
          ? notApplicable('latency of each second', 'The load did not ask for this change.')
          : latencyRecovered(evidence, change, {
              floorMs,
              loadStepMs: detected['load-step'].atMs,
              inServiceMs: inService.atMs,
              earlierMs: earlier.findLast((one) => one.recoveredMs !== null)?.recoveredMs ?? null,
            }),
    },
  };
}

type Detection = Pick<Found['moments'], 'load-step' | 'metric-breach' | 'alarm'>;

/**
 * The stages before the policy acts, by the rule of the alarm that made it act. What moved the capacity limits
 * watched no metric, so none of them applies to it.
 */
function detectionOf(
  evidence: ScalingEvidence,
  change: InstanceChange,
  cause: ScalingCause | null,
  at: {
    readonly actedAtMs: number;
    readonly floorMs: number;
    readonly earlier: readonly Earlier[];
  },
): Detection {
  if (cause !== null && !isByLoad(cause)) {
    const none = notApplicable(
      'scaling activity',
      'The capacity limits changed the count; no policy acted.',
    );
    return { 'load-step': none, 'metric-breach': none, alarm: none };
  }
  const { actedAtMs, floorMs, earlier } = at;
  const main = change.direction === 'out' ? evidence.outRule : evidence.inRule;
  const rule = cause?.alarm == null ? main : (ruleOfAlarm(evidence.aws, cause.alarm) ?? main);
  const alarm = alarmStage(evidence, change, rule, actedAtMs, earlier);
  // Without its own alarm, a change starts only after the previous one was complete.
  const ownAlarm = alarm.atMs !== null || earlier.length === 0;
  const breach = metricBreach(
    evidence,
    rule,
    alarm.atMs ?? actedAtMs,
    ownAlarm ? Number.NEGATIVE_INFINITY : floorMs,
  );
  return {
    'load-step': loadStep(evidence, change, rule, breach.point, floorMs, actedAtMs),
    'metric-breach': breach.stage,
    alarm,
  };
}

/** When the instances that this change started from came into service. */
function earliestMs(previous: Earlier | undefined, evidence: ScalingEvidence): number {
  if (previous === undefined) return evidence.planStartMs ?? Number.NEGATIVE_INFINITY;
  const { inService, desired } = previous.change;
  return (inService ?? desired)?.poll.atMs ?? Number.NEGATIVE_INFINITY;
}

function countStage(sighting: Sighting | null, source: string, otherwise: string): StageMoment {
  if (sighting === null) return missing(source, otherwise);
  const { poll, previous } = sighting;
  if (previous === null) return missing(source, 'It happened before the first poll.');
  return seenByPoll({ poll, previous }, source);
}

function notInServiceNote(change: InstanceChange): string {
  return change.withdrawn
    ? 'The desired count was withdrawn before the instances came into service.'
    : `No poll saw ${change.to} in service before watching ended.`;
}
