/** Reads scaling activities: what Application Auto Scaling did, and why it did not scale. */
import type { ActivityObservation, AwsEvent } from '../record/aws-events.ts';
import { type ClockOffset, toLocalMs } from './clock-offset.ts';

export interface ScalingActivity {
  readonly id: string;
  /** Local epoch ms. */
  readonly startMs: number;
  /** The desired count that it sets; null when its description has none. */
  readonly desired: number | null;
  readonly status: string;
  readonly description: string;
  readonly cause: string;
  readonly statusMessage: string | null;
  /** Empty for an activity that acted. */
  readonly notScaledReasons: readonly string[];
}

/** Each activity once, in its last known state, ordered by start. */
export function scalingActivities(aws: readonly AwsEvent[], clock: ClockOffset): ScalingActivity[] {
  const latest = new Map<string, ActivityObservation>();
  for (const event of aws) {
    if (event.type !== 'activity') continue;
    const known = latest.get(event.id);
    if (known === undefined || event.seenAtMs >= known.seenAtMs) latest.set(event.id, event);
  }
  return [...latest.values()]
    .map((event) => ({
      id: event.id,
      startMs: toLocalMs(clock, event.startMs),
      desired: desiredCount(event.description),
      status: event.status,
      description: event.description,
      cause: event.cause,
      statusMessage: event.statusMessage ?? null,
      notScaledReasons: event.notScaledReasons ?? [],
    }))
    .sort((left, right) => left.startMs - right.startMs);
}

/** `Setting desired instance count to 48.` gives 48; a component's copies may be called otherwise. */
export function desiredCount(description: string): number | null {
  const match = /Setting desired (?:\w+ ){0,2}count to (\d+)/i.exec(description);
  return match === null ? null : Number(match[1]);
}

/**
 * An attempt that failed. A decision *not* to scale is no failure, although AWS gives it the status `Failed`
 * too; only a decision has not-scaled reasons.
 */
export function failed({ status, notScaledReasons }: ScalingActivity): boolean {
  return notScaledReasons.length === 0 && (status === 'Failed' || status === 'Unfulfilled');
}

/** An activity that set a count, as opposed to a failure or a decision not to scale. */
export function acted(activity: ScalingActivity): boolean {
  return !failed(activity) && activity.notScaledReasons.length === 0;
}

/**
 * AWS refuses a change while the last one is in progress, and retries it a minute later: of an endpoint as
 * `Cannot update in-progress endpoint`, of a component as `while it is in state UPDATE_RC_IN_PROGRESS`.
 */
export function transient(activity: ScalingActivity): boolean {
  return /in-progress endpoint|in state \w*_IN_PROGRESS/i.test(activity.statusMessage ?? '');
}

const UNSCALABLE = 'TargetServicePutResourceAsUnscalable';

/** SageMaker marked the variant as not scalable, temporarily or permanently. */
export function unscalable(activity: ScalingActivity): boolean {
  return activity.notScaledReasons.includes(UNSCALABLE);
}

/** Whether a later activity of `all` set at least as many instances as this one was meant to. */
export function retriedSuccessfully(
  one: ScalingActivity,
  all: readonly ScalingActivity[],
): boolean {
  return all.some(
    (later) =>
      acted(later) &&
      later.startMs > one.startMs &&
      later.desired !== null &&
      later.desired >= (one.desired ?? 0),
  );
}
