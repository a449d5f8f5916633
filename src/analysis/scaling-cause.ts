/** Reads from the text of a scaling activity what made the count change. */
import type { ScalingActivity } from './scaling-activities.ts';
import type { ScalingCause } from './scaling-event.ts';

const BY_POLICY = /monitor alarm (.+?) in state \w+ triggered policy (.+?)\.?$/i;
const BY_SCHEDULE = /scheduled action name (.+?) was triggered/i;
const BY_LIMIT = /(minimum|maximum) capacity was set to (\d+)/i;
/** `Setting min capacity to 3 and max capacity to 10`, as a scheduled action is logged. */
const LIMITS_SET = /Setting min capacity to (\d+)|max capacity to (\d+)/gi;
/** A scheduled action moves the limit, and the limit the count, moments later. */
const SCHEDULE_REACH_MS = 120_000;

/** The policy, and the alarm that made it act; null for any other cause. */
export function policyNamed(cause: string): { policy: string; alarm: string } | null {
  const [, alarm, policy] = BY_POLICY.exec(cause) ?? [];
  return alarm === undefined || policy === undefined ? null : { policy, alarm };
}

/**
 * @param all the run's activities: a limit that a scheduled action moved names no action itself
 * @returns null where AWS gives no cause
 */
export function causeOf(
  activity: ScalingActivity,
  all: readonly ScalingActivity[],
): ScalingCause | null {
  const { cause } = activity;
  if (cause.trim() === '') return null;
  const acted = policyNamed(cause);
  if (acted !== null) return { kind: 'policy', name: acted.policy, alarm: acted.alarm };
  const [, scheduled] = BY_SCHEDULE.exec(cause) ?? [];
  if (scheduled !== undefined) {
    return { kind: 'scheduled-action', name: scheduled, alarm: null };
  }
  const [, limit, value] = BY_LIMIT.exec(cause) ?? [];
  if (limit === undefined) return { kind: 'other', name: null, alarm: null };
  const by = all.findLast(
    (one) =>
      BY_SCHEDULE.test(one.cause) &&
      limitsSet(one).includes(Number(value)) &&
      one.startMs <= activity.startMs + 1_000 &&
      one.startMs >= activity.startMs - SCHEDULE_REACH_MS,
  );
  const name = by === undefined ? undefined : BY_SCHEDULE.exec(by.cause)?.[1];
  if (name !== undefined) return { kind: 'scheduled-action', name, alarm: null };
  return {
    kind: limit.toLowerCase() === 'minimum' ? 'minimum' : 'maximum',
    name: null,
    alarm: null,
  };
}

function limitsSet({ description }: ScalingActivity): number[] {
  return [...description.matchAll(LIMITS_SET)].map(([, min, max]) => Number(min ?? max));
}

/** Whether the load made it scale: a policy acted on its metric. Unknown causes count, as they always did. */
export function isByLoad({ kind }: Pick<ScalingCause, 'kind'>): boolean {
  return kind === 'policy' || kind === 'other';
}
