/** Derives which of the needed permissions are granted from the results of the AWS calls. Pure. */
import type { Permission } from '../iam/permissions.ts';
import type { Answer } from './answer.ts';
import type { AwsAnswers } from './aws-answers.ts';
import { type Item, ok, problem, skipped, warning } from './item.ts';

/** The call that shows whether an action is allowed. */
export const PROBES: Readonly<Record<string, keyof AwsAnswers>> = {
  'sagemaker:DescribeEndpoint': 'endpoint',
  'sagemaker:DescribeEndpointConfig': 'instanceType',
  'sagemaker:DescribeInferenceComponent': 'component',
  'sagemaker:ListInferenceComponents': 'componentNames',
  'application-autoscaling:DescribeScalableTargets': 'target',
  'application-autoscaling:DescribeScheduledActions': 'schedules',
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

/** Actions that cannot be tried without side effects, or that are tried elsewhere. */
export const NOT_PROBED: Readonly<Record<string, string>> = {
  'sagemaker:InvokeEndpoint':
    'sagemaker:InvokeEndpoint cannot be checked without an invocation; the preflight of `run` checks it.',
  'cloudwatch:QueryMetrics':
    'cloudwatch:QueryMetrics is first needed during a run; without it, the report lacks AWS’s own scaling times.',
  'pricing:GetProducts': 'pricing:GetProducts is checked when live prices are fetched; see Prices.',
};

const GROUP = 'Credentials and permissions';

/** @param isLocal AWS is a stand-in on this machine, which checks no permissions */
export function permissionItems(
  needed: readonly Permission[],
  answers: Partial<AwsAnswers>,
  isLocal: boolean,
): Item[] {
  const granted: string[] = [];
  const items: Item[] = [];
  for (const permission of needed) {
    const probe = PROBES[permission.action];
    const answer =
      probe === undefined ? null : ((answers[probe] as Answer<unknown> | null) ?? null);
    const item = answer === null ? unchecked(permission, isLocal) : itemOf(permission, answer);
    if (item === null) granted.push(permission.action);
    else items.push(item);
  }
  const subject = { id: 'permissions', group: GROUP, title: 'Permissions' } as const;
  if (granted.length > 0) items.unshift(ok(subject, `Granted: ${byService(granted)}.`));
  return items;
}

function unchecked(permission: Permission, isLocal: boolean): Item {
  const { action } = permission;
  const local = `${action} was not checked: the stand-in allows everything.`;
  const why = isLocal ? local : (NOT_PROBED[action] ?? `${action} was not checked.`);
  return skipped(subjectOf(permission), why);
}

/** @returns null when granted: AWS checks permissions before it looks at parameters */
function itemOf(permission: Permission, answer: Answer<unknown>): Item | null {
  if (answer.ok) return null;
  const { kind, message } = answer.failure;
  const { action, purpose, isEssential } = permission;
  const subject = subjectOf(permission);
  if (kind === 'denied') {
    const what = `${action} is denied (${message}); it is needed ${purpose}.`;
    const next = 'Grant it; `scaleproof iam` prints the whole policy.';
    return isEssential ? problem(subject, what, next) : warning(subject, what, next);
  }
  if (kind === 'unreachable') {
    const next = 'Check the Region, proxies and VPC endpoints.';
    return problem(subject, `${action}: AWS did not answer (${message}).`, next);
  }
  if (kind === 'throttled' || kind === 'server') {
    return warning(subject, `${action} failed (${message}).`, 'Try again in a minute.');
  }
  // Other failures concern the parameters, which AWS checks after the permission.
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
