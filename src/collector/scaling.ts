/** Reads the bounds of what scales, and its activities, from Application Auto Scaling. */
import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingActivitiesCommand,
  type ScalingActivity,
} from '@aws-sdk/client-application-auto-scaling';
import type { ActivityObservation, AwsEventOf } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';
import { doubtsIn, itemsOf } from './not-understood.ts';
import { allPages } from './pages.ts';
import type { Doubt } from './recorder.ts';

/** What scales: the copies of the watched component, else the variant's instances. */
export function scalableResource(watch: Watch) {
  const { endpointName, variantName, inferenceComponent } = watch;
  return inferenceComponent === undefined
    ? ({
        ServiceNamespace: 'sagemaker',
        ResourceId: `endpoint/${endpointName}/variant/${variantName}`,
        ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      } as const)
    : ({
        ServiceNamespace: 'sagemaker',
        ResourceId: `inference-component/${inferenceComponent}`,
        ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
      } as const);
}

export interface SeenTarget {
  readonly target: AwsEventOf<'scalable-target'> | null;
  readonly doubts: readonly Doubt[];
}

export async function fetchScalableTarget(
  client: ApplicationAutoScalingClient,
  watch: Watch,
  atMs: number,
): Promise<AwsEventOf<'scalable-target'> | null> {
  return (await readScalableTarget(client, watch, atMs)).target;
}

export async function readScalableTarget(
  client: ApplicationAutoScalingClient,
  watch: Watch,
  atMs: number,
): Promise<SeenTarget> {
  const { ResourceId, ...scope } = scalableResource(watch);
  const answer = await client.send(
    new DescribeScalableTargetsCommand({ ...scope, ResourceIds: [ResourceId] }),
  );
  const [target] = answer.ScalableTargets ?? [];
  if (!target) return { target: null, doubts: [] };
  const [raw = {}] = itemsOf<object>([answer], 'ScalableTargets');
  return {
    target: {
      type: 'scalable-target',
      atMs,
      minCapacity: target.MinCapacity ?? 0,
      maxCapacity: target.MaxCapacity ?? 0,
      scaleOutSuspended: target.SuspendedState?.DynamicScalingOutSuspended ?? false,
      scaleInSuspended: target.SuspendedState?.DynamicScalingInSuspended ?? false,
    },
    doubts: doubtsIn('ScalableTarget', raw, 'scalable target: '),
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
          ...scalableResource(watch),
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
