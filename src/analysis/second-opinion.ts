/** AWS's own account of how long a scale-out took, beside the sum of the stages it covers. */
import type { AwsEventOf } from '../record/aws-events.ts';
import { clockPlusMinusSeconds, toLocalMs } from './clock-offset.ts';
import type { ScalingEvent, SecondOpinion, StageId } from './scaling-event.ts';
import type { ScalingEvidence } from './scaling-evidence.ts';

const METRIC = 'E2EScalingLatency';
/** It is published once the change is complete, with the delay of any metric. */
const REPORTED_WITHIN_MS = 600_000;

type Report = AwsEventOf<'scaling-report'>;

/**
 * AWS does not say where its time begins; it cannot begin before the change was asked for, since nothing of
 * SageMaker sees the load before. So it is held against what follows the policy's decision, and where that does
 * not fit, against the whole, detection included.
 *
 * @returns the event with AWS's time, where a report of it was found
 */
export function withSecondOpinion(
  event: ScalingEvent,
  { aws, clock }: Pick<ScalingEvidence, 'aws' | 'clock'>,
): ScalingEvent {
  const doneMs = momentOf(event, 'in-service')?.atMs ?? null;
  if (event.direction !== 'out' || doneMs === null) return event;
  const report = aws
    .filter((one): one is Report => one.type === 'scaling-report' && one.metric === METRIC)
    .find((one) => {
      const atMs = toLocalMs(clock, one.timestampMs);
      const startMs = momentOf(event, 'desired-changed')?.atMs ?? doneMs;
      return atMs >= startMs && atMs <= doneMs + REPORTED_WITHIN_MS;
    });
  if (report === undefined) return event;
  const aroundClock = clockPlusMinusSeconds(clock) ?? 0;
  const between = (from: StageId) => {
    const start = momentOf(event, from);
    const end = momentOf(event, 'in-service');
    if (start?.atMs == null || end?.atMs == null) return null;
    const error = (start.plusMinusSeconds ?? 0) + (end.plusMinusSeconds ?? 0) + aroundClock;
    return { seconds: (end.atMs - start.atMs) / 1_000, plusMinusSeconds: error };
  };
  const candidates = [
    ['agrees', between('activity') ?? between('desired-changed')],
    ['with-detection', between('metric-breach')],
    ['with-detection', between('load-step')],
  ] as const;
  const fits = candidates.find(
    ([, ours]) =>
      ours !== null && Math.abs(ours.seconds - report.value) <= ours.plusMinusSeconds + ROUNDING,
  );
  const [relation, ours] = fits ?? ['differs', candidates[0][1]];
  if (ours === null) return event;
  const awsReport: SecondOpinion = {
    metric: METRIC,
    awsSeconds: report.value,
    relation,
    ourSeconds: ours.seconds,
    plusMinusSeconds: ours.plusMinusSeconds,
  };
  return { ...event, awsReport };
}

/** AWS may report whole seconds. */
const ROUNDING = 1;

function momentOf(event: ScalingEvent, id: StageId) {
  return event.stages.find((stage) => stage.id === id);
}
