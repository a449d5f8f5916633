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
  /** A stand-in that has just started: its alarms have seen nothing yet. */
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
  if (!isScalingExpected) return [ok(POLICY, `${message} Nothing is expected to scale.`)];
  const next = 'Register it and put a target-tracking policy on it, or drop expect.scaledOut.';
  return [problem(POLICY, message, next)];
}

function boundsItem(
  { isScalingExpected }: PolicyInput,
  target: AwsEventOf<'scalable-target'>,
): Item {
  const { minCapacity, maxCapacity, scaleOutSuspended, scaleInSuspended } = target;
  const bounds = `${minCapacity} to ${counted(maxCapacity, 'instance')}`;
  if (scaleOutSuspended || scaleInSuspended) {
    const what = scaleOutSuspended ? 'scaling out' : 'scaling in';
    const next = 'Resume it: register-scalable-target with SuspendedState false.';
    const item = scaleOutSuspended && isScalingExpected ? problem : warning;
    return item(BOUNDS, `${bounds}, but ${what} is suspended.`, next);
  }
  return ok(BOUNDS, `${bounds}.`);
}

function policyItem(policies: readonly AwsEventOf<'policy'>[]): Item {
  const [policy] = policies;
  const { name, policyType, metric, targetValue } = policy!;
  if (policyType !== 'TargetTrackingScaling') {
    const next = 'Use a target-tracking policy where the plan should be checked against it.';
    return warning(POLICY, `"${name}" is a ${policyType} policy, which is not looked into.`, next);
  }
  const aim = targetValue === undefined ? '' : ` at ${level(targetValue)}`;
  const others = policies.length - 1;
  const more =
    others === 0 ? '' : `, with ${counted(others, 'other policy', 'other policies')} beside it`;
  return ok(POLICY, `"${name}" tracks ${metric}${aim}${more}.`);
}

function alarmsItem(
  { alarms, hasJustStarted }: PolicyInput,
  policies: readonly AwsEventOf<'policy'>[],
): Item {
  const high = alarms.find(({ role }) => role === 'high');
  if (!high) {
    const next = 'Put the policy on the variant again: AWS then makes its alarms anew.';
    return problem(ALARMS, 'The policy has no alarm that could make it scale out.', next);
  }
  const expected = trackedBy(policies[0]?.metric)?.metric;
  if (expected !== undefined && high.metric !== expected) {
    const next = 'Put the policy on the variant again, and edit none of its alarms.';
    return problem(
      ALARMS,
      `The policy tracks ${expected}, but its alarm watches ${high.metric}.`,
      next,
    );
  }
  const { datapointsToAlarm, periodSeconds, threshold } = high;
  const rule = `Above ${level(threshold)} for ${counted(datapointsToAlarm, 'period')} of ${seconds(periodSeconds)}`;
  if (high.state !== 'INSUFFICIENT_DATA') return ok(ALARMS, `${rule}; now ${high.state}.`);
  if (hasJustStarted) return ok(ALARMS, `${rule}; no data yet, for it has just started.`);
  const next = 'Send it a request or two and look again: in this state it never scales.';
  return warning(ALARMS, `${rule}; now INSUFFICIENT_DATA.`, next);
}

/** For a variant about which AWS did not answer. */
export function unknownPolicyItem(): Item {
  return skipped(POLICY, 'Not known: Application Auto Scaling did not answer.');
}
