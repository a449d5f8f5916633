/** Reads the scaling policies: of target tracking on predefined and customized metrics, and of steps. */
import {
  type ApplicationAutoScalingClient,
  type CustomizedMetricSpecification,
  DescribeScalingPoliciesCommand,
  type ScalingPolicy,
  type StepScalingPolicyConfiguration,
  type TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import type { PolicyObservation } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';
import { recordedScale } from './metrics/recorded-scale.ts';
import { doubtsIn, itemsOf } from './not-understood.ts';
import { allPages } from './pages.ts';
import type { Doubt } from './recorder.ts';
import { scalableResource } from './scaling.ts';

export interface Policies {
  readonly observations: PolicyObservation[];
  /** The alarms that make the policies act. */
  readonly alarmNames: string[];
  readonly doubts: readonly Doubt[];
}

/** @throws an SDK error */
export async function fetchPolicies(
  client: ApplicationAutoScalingClient,
  watch: Watch,
  atMs: number,
): Promise<Policies> {
  const pages = await allPages((NextToken) =>
    client.send(
      new DescribeScalingPoliciesCommand({
        ...scalableResource(watch),
        ...(NextToken ? { NextToken } : {}),
      }),
    ),
  );
  const answers = pages.flatMap(({ ScalingPolicies = [] }) => ScalingPolicies);
  const raw = itemsOf<ScalingPolicy>(pages, 'ScalingPolicies');
  return {
    observations: answers.map((policy) => toObservation(policy, atMs)),
    alarmNames: [...new Set(answers.flatMap(alarmsOf))],
    doubts: raw.flatMap((policy) =>
      doubtsIn('ScalingPolicy', policy, `policy ${policy.PolicyName}: `),
    ),
  };
}

function alarmsOf({ Alarms = [] }: ScalingPolicy): string[] {
  return Alarms.flatMap(({ AlarmName }) => AlarmName ?? []);
}

function toObservation(policy: ScalingPolicy, atMs: number): PolicyObservation {
  const tracking = policy.TargetTrackingScalingPolicyConfiguration;
  const alarms = alarmsOf(policy);
  return {
    type: 'policy',
    atMs,
    name: policy.PolicyName ?? '',
    policyType: policy.PolicyType ?? '',
    metric: tracking?.PredefinedMetricSpecification?.PredefinedMetricType ?? 'custom',
    ...trackingOf(tracking),
    ...(alarms.length === 0 ? {} : { alarms }),
    ...stepsOf(policy.StepScalingPolicyConfiguration),
  };
}

function trackingOf(tracking: TargetTrackingScalingPolicyConfiguration | undefined) {
  const customized = tracking?.CustomizedMetricSpecification;
  const target = tracking?.TargetValue;
  return {
    ...(target === undefined ? {} : { targetValue: target * recordedScale(customized) }),
    ...(tracking?.ScaleOutCooldown === undefined
      ? {}
      : { scaleOutCooldownSeconds: tracking.ScaleOutCooldown }),
    ...(tracking?.ScaleInCooldown === undefined
      ? {}
      : { scaleInCooldownSeconds: tracking.ScaleInCooldown }),
    scaleInDisabled: tracking?.DisableScaleIn ?? false,
    ...(customized === undefined ? {} : { customMetric: customMetricOf(customized) }),
  };
}

function customMetricOf(
  specification: CustomizedMetricSpecification,
): NonNullable<PolicyObservation['customMetric']> {
  const { Namespace, MetricName, Statistic, Dimensions = [], Metrics = [] } = specification;
  if (Metrics.length > 0) return { expression: expressionOf(Metrics) };
  const dimensions = Dimensions.flatMap(({ Name, Value }) =>
    Name === undefined ? [] : [[Name, Value ?? ''] as const],
  );
  return {
    ...(Namespace === undefined ? {} : { namespace: Namespace }),
    ...(MetricName === undefined ? {} : { name: MetricName }),
    ...(Statistic === undefined ? {} : { stat: Statistic }),
    dimensions: Object.fromEntries(dimensions),
  };
}

/** Of several, the one whose result is tracked. */
function expressionOf(queries: NonNullable<CustomizedMetricSpecification['Metrics']>): string {
  const tracked = queries.find(({ ReturnData }) => ReturnData !== false) ?? queries[0];
  return tracked?.Expression ?? tracked?.MetricStat?.Metric?.MetricName ?? '';
}

function stepsOf(stepping: StepScalingPolicyConfiguration | undefined) {
  if (stepping === undefined) return {};
  const { StepAdjustments = [], AdjustmentType, Cooldown } = stepping;
  return {
    steps: StepAdjustments.map((step) => ({
      ...(step.MetricIntervalLowerBound === undefined
        ? {}
        : { lower: step.MetricIntervalLowerBound }),
      ...(step.MetricIntervalUpperBound === undefined
        ? {}
        : { upper: step.MetricIntervalUpperBound }),
      adjustment: step.ScalingAdjustment ?? 0,
    })),
    ...(AdjustmentType === undefined ? {} : { adjustmentType: AdjustmentType }),
    ...(Cooldown === undefined ? {} : { cooldownSeconds: Cooldown }),
  };
}
