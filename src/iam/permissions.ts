/**
 * The AWS permissions a scenario needs: the one list that `iam` prints and `doctor` probes.
 *
 * `resource` is the narrowest that a policy can name for the action (AWS Service Authorization
 * Reference): most CloudWatch and Application Auto Scaling reads cannot be limited to a resource.
 */
import type { ResolvedScenario } from '../scenario/schema.ts';

export type ResourceKind =
  | 'endpoint'
  | 'endpoint-config'
  | 'inference-component'
  | 'function'
  | 'any';

export interface Permission {
  /** As IAM spells it, `sagemaker:DescribeEndpoint`. */
  readonly action: string;
  readonly resource: ResourceKind;
  /** Why it is needed, as the end of a sentence. */
  readonly purpose: string;
  /** False: everything still works without it, with less detail. */
  readonly isEssential: boolean;
}

interface Rule extends Permission {
  readonly isNeeded: (need: Need) => boolean;
}

/** What decides which permissions a scenario needs. */
export interface Need {
  /** Whether an endpoint is watched. */
  readonly watches: boolean;
  readonly way: ResolvedScenario['way'];
  readonly watchesFunction: boolean;
  readonly watchesComponent: boolean;
  /** Whether SageMaker's own scaling times are read (`watch.scalingReports`). */
  readonly scalingReports: boolean;
  /** Whether prices are fetched from AWS (`--live-prices`). */
  readonly livePrices: boolean;
}

const withWatch = (need: Need) => need.watches;
const withFunction = (need: Need) => need.watchesFunction;

function read(action: string, purpose: string, options: Partial<Rule> = {}): Rule {
  return { action, resource: 'any', purpose, isEssential: true, isNeeded: withWatch, ...options };
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
  read('sagemaker:DescribeInferenceComponent', 'to count copies', {
    resource: 'inference-component',
    isNeeded: ({ watches, watchesComponent }) => watches && watchesComponent,
  }),
  read(
    'sagemaker:ListInferenceComponents',
    'to find out whether the endpoint hosts inference components',
    { isEssential: false },
  ),
  read('application-autoscaling:DescribeScalableTargets', 'to read the capacity limits'),
  read('application-autoscaling:DescribeScalingPolicies', 'to read the scaling policies'),
  read('application-autoscaling:DescribeScalingActivities', 'to see scaling activities'),
  read('application-autoscaling:DescribeScheduledActions', 'to read the schedules', {
    isEssential: false,
  }),
  read('cloudwatch:DescribeAlarms', 'to read the alarm rules'),
  read('cloudwatch:DescribeAlarmHistory', 'to see when alarms fired'),
  read('cloudwatch:GetMetricData', 'to read the metrics'),
  read('cloudwatch:ListMetrics', 'to find out which metrics exist', {
    isEssential: false,
  }),
  read('cloudwatch:QueryMetrics', "to read SageMaker's own scaling times", {
    isEssential: false,
    isNeeded: ({ watches, scalingReports }) => watches && scalingReports,
  }),
  read('lambda:GetFunctionConfiguration', "to know the function's memory and timeout", ofFunction),
  read('lambda:GetFunctionConcurrency', 'to know its reserved concurrency', ofFunction),
  read(
    'lambda:ListProvisionedConcurrencyConfigs',
    'to know its provisioned concurrency',
    ofFunction,
  ),
  read('lambda:GetAccountSettings', 'to know the account concurrency limit', {
    isNeeded: withFunction,
  }),
  read('servicequotas:ListServiceQuotas', 'to know the account instance quota', {
    isEssential: false,
  }),
  read('pricing:GetProducts', 'to look up the instance price', {
    isEssential: false,
    isNeeded: ({ watches, livePrices }) => watches && livePrices,
  }),
];

/** Every action that any scenario's policy may contain. */
export const ALL_ACTIONS: readonly string[] = RULES.map(({ action }) => action);

/** STS answers any caller with a valid signature; no policy can grant or deny it. */
export const ACTIONS_WITHOUT_PERMISSION: readonly string[] = ['sts:GetCallerIdentity'];

export function neededPermissions(need: Need): Permission[] {
  return RULES.filter(({ isNeeded }) => isNeeded(need));
}

export function needOf(scenario: ResolvedScenario, livePrices: boolean): Need {
  const { way, watch } = scenario;
  const watchesFunction = watch?.functionName !== undefined;
  return {
    way,
    watches: watch !== null,
    watchesFunction,
    watchesComponent: watch?.inferenceComponent !== undefined,
    scalingReports: watch?.scalingReports ?? false,
    livePrices,
  };
}
