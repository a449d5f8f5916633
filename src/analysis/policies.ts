/** The scaling policies as last read, and which of them an alarm makes act. */
import { trackedBy } from '../aws/target-tracking.ts';
import type { AlarmObservation, AwsEvent, AwsEventOf } from '../record/aws-events.ts';
import { policyNamed } from './scaling-cause.ts';

export type Policy = AwsEventOf<'policy'>;

/** Policies and alarms, each once, in their last known settings. */
export interface PoliciesRead {
  /**
   * The main one first: the one that reports show and the metric's target is taken from. That is one that tracks
   * a target, since only a target says how many instances a load needs; of several, the one that acted first.
   */
  readonly policies: readonly Policy[];
  /** By name. */
  readonly alarms: readonly AlarmObservation[];
}

export function policiesRead(aws: readonly AwsEvent[]): PoliciesRead {
  const acted = actedInOrder(aws);
  const rank = (policy: Policy) => {
    const at = acted.indexOf(policy.name);
    return (isStep(policy) ? acted.length + 1 : 0) + (at < 0 ? acted.length : at);
  };
  return {
    policies: lastOfEach(aws, (event) => event.type === 'policy').toSorted(
      (left, right) => rank(left) - rank(right) || byName(left, right),
    ),
    alarms: lastOfEach(aws, (event) => event.type === 'alarm').toSorted(byName),
  };
}

function lastOfEach<T extends AwsEvent & { readonly name: string; readonly atMs: number }>(
  aws: readonly AwsEvent[],
  isIt: (event: AwsEvent) => event is T,
): T[] {
  const last = new Map<string, T>();
  for (const event of aws) {
    if (!isIt(event)) continue;
    const known = last.get(event.name);
    if (known === undefined || event.atMs >= known.atMs) last.set(event.name, event);
  }
  return [...last.values()];
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  if (left.name === right.name) return 0;
  return left.name < right.name ? -1 : 1;
}

export function lastPolicy(aws: readonly AwsEvent[]): Policy | null {
  return policiesRead(aws).policies[0] ?? null;
}

export function isStep({ policyType }: Pick<Policy, 'policyType'>): boolean {
  return policyType === 'StepScaling';
}

/** Null where the policy sets none. */
export function cooldownOf(policy: Policy | null, direction: 'out' | 'in'): number | null {
  if (policy === null) return null;
  if (isStep(policy)) return policy.cooldownSeconds ?? null;
  const { scaleOutCooldownSeconds, scaleInCooldownSeconds } = policy;
  return (direction === 'out' ? scaleOutCooldownSeconds : scaleInCooldownSeconds) ?? null;
}

/** Names of policies in the order in which they first acted. */
function actedInOrder(aws: readonly AwsEvent[]): string[] {
  const activities = aws
    .filter((event) => event.type === 'activity')
    .filter(({ notScaledReasons = [] }) => notScaledReasons.length === 0)
    .toSorted((left, right) => left.startMs - right.startMs);
  return [...new Set(activities.flatMap(({ cause }) => policyNamed(cause)?.policy ?? []))];
}

/** The metric that a policy's own settings name; null where they do not, as for a step policy. */
export function metricOfPolicy(policy: Policy | null): string | null {
  if (policy === null) return null;
  return trackedBy(policy.metric)?.metric ?? policy.customMetric?.name ?? null;
}

/**
 * The alarms that make a policy act. A record of before policies named them has those on its metric, or all
 * where there is no other policy.
 */
export function alarmsOf({ policies, alarms }: PoliciesRead, policy: Policy): AlarmObservation[] {
  const own = policy.alarms;
  if (own !== undefined) return alarms.filter(({ name }) => own.includes(name));
  if (policies.length < 2) return [...alarms];
  const metric = metricOfPolicy(policy);
  return alarms.filter((alarm) => metric !== null && alarm.metric === metric);
}

/** The policy that an alarm makes act; null where it is not known. */
export function policyOf(read: PoliciesRead, alarm: AlarmObservation): Policy | null {
  return read.policies.find((policy) => alarmsOf(read, policy).includes(alarm)) ?? null;
}

/**
 * What an alarm does to the count. Target tracking scales out on its high alarm and in on its low one. A step
 * policy does what its steps say, whichever side of the threshold its alarm watches.
 */
export function directionOf(alarm: AlarmObservation, policy: Policy | null): 'out' | 'in' | null {
  const steps = policy !== null && isStep(policy) ? (policy.steps ?? []) : [];
  if (steps.length > 0 && policy?.adjustmentType !== 'ExactCapacity') {
    if (steps.every(({ adjustment }) => adjustment <= 0)) return 'in';
    if (steps.every(({ adjustment }) => adjustment >= 0)) return 'out';
  }
  if (alarm.role === 'other') return null;
  return alarm.role === 'high' ? 'out' : 'in';
}
