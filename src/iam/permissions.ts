/**
 * Which AWS permissions a scenario needs: the one list that `iam` prints and `doctor` probes.
 *
 * `resource` is the narrowest that the service lets a policy name for the action (AWS Service
 * Authorization Reference): most reads of CloudWatch and Application Auto Scaling name none.
 */
import type { ResolvedScenario } from '../scenario/schema.ts';

export type ResourceKind = 'endpoint' | 'endpoint-config' | 'function' | 'any';

export interface Permission {
  /** As IAM spells it, `sagemaker:DescribeEndpoint`. */
  readonly action: string;
  readonly resource: ResourceKind;
  /** What it is for, as the end of a sentence. */
  readonly purpose: string;
  /** False: only `doctor` uses it, and does without where it is denied. */
  readonly isEssential: boolean;
}

interface Rule extends Permission {
  readonly isNeeded: (need: Need) => boolean;
}

/** What of a scenario decides on its permissions. */
export interface Need {
  readonly way: ResolvedScenario['way'];
  readonly watchesFunction: boolean;
  /** Whether prices are asked of AWS (`--live-prices`). */
  readonly livePrices: boolean;
}

const always = () => true;
const withFunction = (need: Need) => need.watchesFunction;

function read(action: string, purpose: string, options: Partial<Rule> = {}): Rule {
  return { action, resource: 'any', purpose, isEssential: true, isNeeded: always, ...options };
}

const ofFunction = { resource: 'function', isNeeded: withFunction } as const;

const RULES: readonly Rule[] = [
  read('sagemaker:InvokeEndpoint', 'to send the load', {
    resource: 'endpoint',
    isNeeded: ({ way }) => way === 'sagemaker',
  }),
  read('lambda:InvokeFunction', 'to send the load', {
    resource: 'function',
    isNeeded: ({ way }) => way === 'lambda',
  }),
  read('sagemaker:DescribeEndpoint', 'to count instances', { resource: 'endpoint' }),
  read('sagemaker:DescribeEndpointConfig', 'to know the instance type', {
    resource: 'endpoint-config',
  }),
  read('application-autoscaling:DescribeScalableTargets', 'to know the bounds of scaling'),
  read('application-autoscaling:DescribeScalingPolicies', 'to know what scales the variant'),
  read('application-autoscaling:DescribeScalingActivities', 'to see what scaling did, and why not'),
  read('cloudwatch:DescribeAlarms', 'to know when the policy acts'),
  read('cloudwatch:DescribeAlarmHistory', 'to know when it acted'),
  read('cloudwatch:GetMetricData', 'to see what AWS counted'),
  read('cloudwatch:ListMetrics', 'to see whether a metric was ever published', {
    isEssential: false,
  }),
  read('lambda:GetFunctionConfiguration', 'to know memory and timeout of the function', ofFunction),
  read('lambda:GetFunctionConcurrency', 'to know its reserved concurrency', ofFunction),
  read(
    'lambda:ListProvisionedConcurrencyConfigs',
    'to know its provisioned concurrency',
    ofFunction,
  ),
  read('lambda:GetAccountSettings', "to know the account's concurrency", {
    isNeeded: withFunction,
  }),
  read('servicequotas:ListServiceQuotas', 'to know how many instances the account may have', {
    isEssential: false,
  }),
  read('pricing:GetProducts', 'to ask AWS for the price of an instance', {
    isEssential: false,
    isNeeded: ({ livePrices }) => livePrices,
  }),
];

/** Every action there is in a policy of Scaleproof's, whatever the scenario. */
export const ALL_ACTIONS: readonly string[] = RULES.map(({ action }) => action);

/** STS answers this to everybody whose signature is right; no policy can grant or deny it. */
export const ACTIONS_WITHOUT_PERMISSION: readonly string[] = ['sts:GetCallerIdentity'];

export function neededPermissions(need: Need): Permission[] {
  return RULES.filter(({ isNeeded }) => isNeeded(need));
}

export function needOf(scenario: ResolvedScenario, livePrices: boolean): Need {
  const { way, watch } = scenario;
  return { way, watchesFunction: watch.functionName !== undefined, livePrices };
}
