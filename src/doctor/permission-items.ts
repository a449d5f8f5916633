/** Which of the permissions a scenario needs are there, by the answers that its calls got. Pure. */
import type { Permission } from '../iam/permissions.ts';
import type { Answer } from './answer.ts';
import type { AwsAnswers } from './aws-answers.ts';
import { type Item, ok, problem, skipped, warning } from './item.ts';

/** The answer that shows whether an action is allowed. */
export const PROBES: Readonly<Record<string, keyof AwsAnswers>> = {
  'sagemaker:DescribeEndpoint': 'endpoint',
  'sagemaker:DescribeEndpointConfig': 'instanceType',
  'application-autoscaling:DescribeScalableTargets': 'target',
  'application-autoscaling:DescribeScalingPolicies': 'policies',
  'application-autoscaling:DescribeScalingActivities': 'activities',
  'cloudwatch:DescribeAlarms': 'alarms',
  'cloudwatch:DescribeAlarmHistory': 'history',
  'cloudwatch:GetMetricData': 'traffic',
  'cloudwatch:ListMetrics': 'published',
  'lambda:GetFunctionConfiguration': 'GetFunctionConfiguration',
  'lambda:GetFunctionConcurrency': 'GetFunctionConcurrency',
  'lambda:ListProvisionedConcurrencyConfigs': 'ListProvisionedConcurrencyConfigs',
  'lambda:GetAccountSettings': 'GetAccountSettings',
  'lambda:InvokeFunction': 'invocation',
  'servicequotas:ListServiceQuotas': 'instanceQuota',
};

/** Actions that no call can try without doing what they do, or that are asked elsewhere. */
export const NOT_PROBED: Readonly<Record<string, string>> = {
  'sagemaker:InvokeEndpoint':
    'sagemaker:InvokeEndpoint cannot be tried without invoking; the preflight of `run` will tell.',
  'pricing:GetProducts': 'pricing:GetProducts is tried where prices are asked for; see the cost.',
};

const GROUP = 'Credentials and permissions';

/** @param isLocal a stand-in on this machine answers, which has no permissions to lack */
export function permissionItems(
  needed: readonly Permission[],
  answers: AwsAnswers,
  isLocal: boolean,
): Item[] {
  const granted: string[] = [];
  const items: Item[] = [];
  for (const permission of needed) {
    const probe = PROBES[permission.action];
    const answer = probe === undefined ? null : (answers[probe] as Answer<unknown> | null);
    const item = answer === null ? untried(permission, isLocal) : itemOf(permission, answer);
    if (item === null) granted.push(permission.action);
    else items.push(item);
  }
  const subject = { id: 'permissions', group: GROUP, title: 'Permissions' } as const;
  if (granted.length > 0) items.unshift(ok(subject, `Granted: ${byService(granted)}.`));
  return items;
}

function untried(permission: Permission, isLocal: boolean): Item {
  const { action } = permission;
  const local = `${action} is not tried on the stand-in, which grants it to everybody.`;
  const why = isLocal ? local : (NOT_PROBED[action] ?? `${action} was not tried.`);
  return skipped(subjectOf(permission), why);
}

/** @returns null when the permission is there: AWS checks it before it looks at what was asked */
function itemOf(permission: Permission, answer: Answer<unknown>): Item | null {
  if (answer.ok) return null;
  const { kind, message } = answer.failure;
  const { action, purpose, isEssential } = permission;
  const subject = subjectOf(permission);
  if (kind === 'denied') {
    const what = `${action} is denied, needed ${purpose} (${message}).`;
    const next = 'Grant it: `scaleproof iam` prints the whole policy.';
    return isEssential ? problem(subject, what, next) : warning(subject, what, next);
  }
  if (kind === 'unreachable') {
    const next = 'Check the Region, and proxies and VPC endpoints on the way to AWS.';
    return problem(subject, `${action}: AWS did not answer (${message}).`, next);
  }
  if (kind === 'throttled' || kind === 'server') {
    return warning(subject, `${action} failed (${message}).`, 'Try again in a minute.');
  }
  // The rest is about what was asked for, and AWS looks at that after the permission.
  return null;
}

/** `sagemaker: DescribeEndpoint, DescribeEndpointConfig; lambda: Invoke`. */
function byService(actions: readonly string[]): string {
  const services = Map.groupBy(actions, (action) => action.split(':')[0]!);
  return [...services]
    .map(([service, all]) => `${service}: ${all.map((action) => action.split(':')[1]).join(', ')}`)
    .join('; ');
}

function subjectOf({ action }: Permission) {
  return { id: `permission-${action}`, group: GROUP, title: action.split(':')[1]! } as const;
}
