/** Reads the variant's bounds, policies and activities from Application Auto Scaling. */
import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScalingPoliciesCommand,
  type ScalingActivity,
  type ScalingPolicy,
} from '@aws-sdk/client-application-auto-scaling';
import type { ActivityObservation, AwsEventOf } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';
import { allPages } from './pages.ts';

function variantResource(watch: Watch) {
  return {
    ServiceNamespace: 'sagemaker',
    ResourceId: `endpoint/${watch.endpointName}/variant/${watch.variantName}`,
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
  } as const;
}

export async function fetchScalableTarget(
  client: ApplicationAutoScalingClient,
  watch: Watch,
  atMs: number,
): Promise<AwsEventOf<'scalable-target'> | null> {
  const { ResourceId, ...scope } = variantResource(watch);
  const answer = await client.send(
    new DescribeScalableTargetsCommand({ ...scope, ResourceIds: [ResourceId] }),
  );
  const [target] = answer.ScalableTargets ?? [];
  if (!target) return null;
  return {
    type: 'scalable-target',
    atMs,
    minCapacity: target.MinCapacity ?? 0,
    maxCapacity: target.MaxCapacity ?? 0,
    scaleOutSuspended: target.SuspendedState?.DynamicScalingOutSuspended ?? false,
    scaleInSuspended: target.SuspendedState?.DynamicScalingInSuspended ?? false,
  };
}

export interface Policies {
  readonly observations: AwsEventOf<'policy'>[];
  /** The alarms that the policies own. */
  readonly alarmNames: string[];
}

export async function fetchPolicies(
  client: ApplicationAutoScalingClient,
  watch: Watch,
  atMs: number,
): Promise<Policies> {
  const answer = await client.send(new DescribeScalingPoliciesCommand(variantResource(watch)));
  const policies = answer.ScalingPolicies ?? [];
  return {
    observations: policies.map((policy) => toObservation(policy, atMs)),
    alarmNames: policies.flatMap((policy) =>
      (policy.Alarms ?? []).flatMap((alarm) => alarm.AlarmName ?? []),
    ),
  };
}

function toObservation(policy: ScalingPolicy, atMs: number): AwsEventOf<'policy'> {
  const tracking = policy.TargetTrackingScalingPolicyConfiguration;
  return {
    type: 'policy',
    atMs,
    name: policy.PolicyName ?? '',
    policyType: policy.PolicyType ?? '',
    metric: tracking?.PredefinedMetricSpecification?.PredefinedMetricType ?? 'custom',
    ...(tracking?.TargetValue === undefined ? {} : { targetValue: tracking.TargetValue }),
    ...(tracking?.ScaleOutCooldown === undefined
      ? {}
      : { scaleOutCooldownSeconds: tracking.ScaleOutCooldown }),
    ...(tracking?.ScaleInCooldown === undefined
      ? {}
      : { scaleInCooldownSeconds: tracking.ScaleInCooldown }),
    scaleInDisabled: tracking?.DisableScaleIn ?? false,
  };
}

/**
 * Newest first, as AWS answers. Whatever began before `sinceMs` (AWS clock) is old, and so are the pages
 * behind it; a policy that is blocked can fill several pages in minutes.
 */
export async function fetchActivities(
  client: ApplicationAutoScalingClient,
  watch: Watch,
  seenAtMs: number,
  sinceMs: number,
): Promise<ActivityObservation[]> {
  const isOld = ({ StartTime }: ScalingActivity) => (StartTime?.getTime() ?? sinceMs) < sinceMs;
  const pages = await allPages(
    (NextToken) =>
      client.send(
        new DescribeScalingActivitiesCommand({
          ...variantResource(watch),
          IncludeNotScaledActivities: true,
          ...(NextToken ? { NextToken } : {}),
        }),
      ),
    ({ ScalingActivities = [] }) => ScalingActivities.some(isOld),
  );
  return pages
    .flatMap(({ ScalingActivities = [] }) => ScalingActivities)
    .map((activity) => toActivity(activity, seenAtMs));
}

function toActivity(activity: ScalingActivity, seenAtMs: number): ActivityObservation {
  return {
    type: 'activity',
    seenAtMs,
    id: activity.ActivityId ?? '',
    status: activity.StatusCode ?? '',
    startMs: activity.StartTime?.getTime() ?? seenAtMs,
    ...(activity.EndTime ? { endMs: activity.EndTime.getTime() } : {}),
    description: activity.Description ?? '',
    cause: activity.Cause ?? '',
    ...(activity.StatusMessage ? { statusMessage: activity.StatusMessage } : {}),
    ...(activity.NotScaledReasons
      ? { notScaledReasons: activity.NotScaledReasons.map((reason) => reason.Code ?? '') }
      : {}),
  };
}
