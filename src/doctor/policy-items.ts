/** Checks that a scaling policy can act: registered, not suspended, with working alarms. Pure. */
import { trackedBy } from '../aws/target-tracking.ts';
import { counted, level, seconds } from '../format/numbers.js';
import type { AlarmObservation, AwsEventOf } from '../record/aws-events.ts';
import { type Item, ok, problem, skipped, warning } from './item.ts';

export interface PolicyInput {
  /** Null: the variant is not registered with Application Auto Scaling. */
  readonly target: AwsEventOf<'scalable-target'> | null;
  readonly policies: readonly AwsEventOf<'policy'>[];
  readonly alarms: readonly AlarmObservation[];
  readonly isScalingExpected: boolean;
  /** A stand-in that has just started: its alarms have no data yet. */
  readonly hasJustStarted: boolean;
}

const GROUP = 'Endpoint and scaling';
const BOUNDS = { id: 'bounds', group: GROUP, title: 'Bounds' } as const;
const POLICY = { id: 'policy', group: GROUP, title: 'Policy' } as const;
const ALARMS = { id: 'alarms', group: GROUP, title: 'Alarms' } as const;

export function policyItems(input: PolicyInput): Item[] {
  const { target, policies, isScalingExpected } = input;
  if (target !== null && policies.length > 0) {
    return [boundsItem(input, target), policyItem(policies), alarmsItem(input, policies)];
  }
  const message =
    target === null
      ? 'The variant is not registered with Application Auto Scaling.'
      : 'The variant is registered for scaling, but has no policy.';
  if (!isScalingExpected) return [ok(POLICY, `${message} The scenario expects no scaling.`)];
  const next = 'Register it and attach a target-tracking policy, or drop expect.scaledOut.';
  return [problem(POLICY, message, next)];
}

function boundsItem(
  { isScalingExpected }: PolicyInput,
  target: AwsEventOf<'scalable-target'>,
): Item {
  const { minCapacity, maxCapacity, scaleOutSuspended, scaleInSuspended } = target;
  const bounds = `${minCapacity} to ${counted(maxCapacity, 'instance')}`;
  if (scaleOutSuspended || scaleInSuspended) {
    const what = scaleOutSuspended ? 'scale-out' : 'scale-in';
    const next = 'Resume it with register-scalable-target and SuspendedState false.';
    const item = scaleOutSuspended && isScalingExpected ? problem : warning;
    return item(BOUNDS, `${bounds}, but ${what} is suspended.`, next);
  }
  return ok(BOUNDS, `${bounds}.`);
}

function policyItem(policies: readonly AwsEventOf<'policy'>[]): Item {
  const [policy] = policies;
  const { name, policyType, metric, targetValue } = policy!;
  if (policyType !== 'TargetTrackingScaling') {
    const next = 'Use a target-tracking policy to have it checked against the plan.';
    return warning(
      POLICY,
      `"${name}" is a ${policyType} policy, which doctor does not check.`,
      next,
    );
  }
  const target = targetValue === undefined ? '' : ` at ${level(targetValue)}`;
  const others = policies.length - 1;
  const more = others === 0 ? '' : `, plus ${counted(others, 'other policy', 'other policies')}`;
  return ok(POLICY, `"${name}" tracks ${metric}${target}${more}.`);
}

function alarmsItem(
  { alarms, hasJustStarted }: PolicyInput,
  policies: readonly AwsEventOf<'policy'>[],
): Item {
  const high = alarms.find(({ role }) => role === 'high');
  if (!high) {
    const next = 'Attach the policy to the variant again; AWS then recreates its alarms.';
    return problem(ALARMS, 'The policy has no scale-out alarm.', next);
  }
  const expected = trackedBy(policies[0]?.metric)?.metric;
  if (expected !== undefined && high.metric !== expected) {
    const next = 'Attach the policy to the variant again, and do not edit its alarms.';
    return problem(
      ALARMS,
      `The policy tracks ${expected}, but its alarm watches ${high.metric}.`,
      next,
    );
  }
  const { datapointsToAlarm, periodSeconds, threshold } = high;
  const rule = `Above ${level(threshold)} for ${counted(datapointsToAlarm, 'period')} of ${seconds(periodSeconds)}`;
  if (high.state !== 'INSUFFICIENT_DATA') return ok(ALARMS, `${rule}; now ${high.state}.`);
  if (hasJustStarted) return ok(ALARMS, `${rule}; no data yet: the stand-in has just started.`);
  const next =
    'Send a few requests and run doctor again: an alarm in this state triggers no scaling.';
  return warning(ALARMS, `${rule}; now INSUFFICIENT_DATA.`, next);
}

/** For a variant whose scaling configuration could not be read. */
export function unknownPolicyItem(): Item {
  return skipped(POLICY, 'Unknown: Application Auto Scaling did not respond.');
}
